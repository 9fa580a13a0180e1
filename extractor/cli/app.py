"""The commands, gathered from one module per verb. Importing them is cheap; each loads what it needs when it runs."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from extractor.cli import (
    approved,
    batch,
    check,
    draft,
    evaluate,
    export,
    listing,
    remove,
    review,
    serve,
    show,
    vocabulary,
)

_HELP = """Drafts incident-databank entries from reports, every value with the words that support it.

\b
Example: draft one report, see it, list all drafts, export them:
  extractor draft report.html
  extractor show d3f2
  extractor list --country Myanmar
  extractor export --all --format sheet -o drafts.csv

\b
Exit codes: 0 done; 1 done, with findings or failures; 2 could not be done; 130 interrupted.
"""


class _TwoWordCommands(TyperGroup):
    """Also finds commands of two words ("batch failures"), beside the command of the first word alone."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Prefer the longer name."""
        if " ".join(args[:2]) in self.commands:
            args = [" ".join(args[:2]), *args[2:]]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_TwoWordCommands,
    help=_HELP,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        import extractor

        typer.echo(f"extractor {extractor.__version__}")
        raise typer.Exit


@app.callback()
def extractor_command(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and libraries' warnings.")] = False,
) -> None:
    """Options of the program as a whole; ``main`` reads --debug, wherever it stands."""


app.command("draft")(draft.draft)
app.command("list")(listing.list_drafts)
app.command("show")(show.show)
app.command("check")(check.check)
app.command("export")(export.export)
app.command("remove")(remove.remove)
app.command("vocabulary")(vocabulary.vocabulary)
app.command("batch")(batch.batch)
app.command("batch failures")(batch.failures)
app.command("evaluate")(evaluate.evaluate)
app.command("evaluate approved")(approved.approved)
app.command("review")(review.review)
app.command("serve")(serve.serve)
app.command("serve add-user")(serve.add_user)
app.command("serve remove-user")(serve.remove_user)
