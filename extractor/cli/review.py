"""``extractor review``: the review application on this machine, for one editor."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from extractor.cli.options import DEFAULT_DATABANK, DatabankFolder
from extractor.cli.output import one_line, say
from extractor.errors import UsageError


def review(
    databank: DatabankFolder = DEFAULT_DATABANK,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 0,
    editor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; your user name unless given.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the link, open no browser.")] = False,
) -> None:
    """Review drafts in the browser, on this machine only.

    Prints a link that lets one browser in, once, and opens it. Ctrl-C ends the review; every decision is saved at
    once, so nothing is lost.

    \b
    Example:
      extractor review --databank incidents
      extractor review --editor bo --no-open
    """
    serving = load_serving()
    from extractor.export import FORMATS
    from extractor.store import Databank

    Databank.open(databank, create=False).close()

    def started(link: str) -> None:
        typer.echo(link)
        if not no_open:
            import webbrowser

            webbrowser.open(link)
        say("Reviewing; Ctrl-C ends it.")

    try:
        serving.review_locally(databank, one_line(editor or _user()), FORMATS, port=port, started=started)
    except KeyboardInterrupt:
        say("Ended. All decisions are saved.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id
        return "editor"


def load_serving() -> Any:
    """The module that serves. Raises UsageError when the packages that the review needs are not installed."""
    try:
        from extractor.review import serving
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("extractor"):
            raise
        raise UsageError(
            f"The review application needs the package {error.name}.", "Install it: pip install 'extractor[review]'"
        ) from error
    return serving
