"""``extractor list``: the drafts of a databank."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, AsJson, DatabankFolder, Status


def list_drafts(
    databank: DatabankFolder = DEFAULT_DATABANK,
    status: Status = None,
    country: Annotated[str | None, typer.Option(metavar="NAME", help="Drafts of this country.")] = None,
    technology: Annotated[str | None, typer.Option(metavar="TERM", help="Drafts with this technology.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Drafts of this publisher's reports.")] = None,
    search: Annotated[str | None, typer.Option(metavar="WORDS", help="Words in headline, publisher, address.")] = None,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="newest, oldest, updated, published, doubt or headline.")
    ] = "newest",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Leave out so many at first.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List the drafts, newest first.

    \b
    Example:
      extractor list --country Myanmar --sort doubt
    """
    from extractor.cli.output import print_json, print_table, say
    from extractor.store import Databank

    wanted = {"status": status, "country": country, "technology": technology, "publisher": publisher, "text": search}
    with Databank.open(databank, read_only=True) as opened:
        found = opened.drafts(sort=sort, limit=limit, offset=offset, **wanted)
        total = opened.count(**wanted)
    if as_json:
        print_json([each.to_dict() for each in found])
        return
    if found:
        print_table(
            ("Draft", "Status", "Published", "Country", "Doubtful", "Headline"),
            (
                (
                    each.id,
                    each.status.replace("_", " "),
                    each.published,
                    "; ".join(each.values.get("country", ())),
                    f"{each.doubt:.0%}",
                    each.headline,
                )
                for each in found
            ),
            wide="Headline",
        )
    shown = f"{offset + 1} to {offset + len(found)} of {total}" if found and len(found) < total else str(len(found))
    say(f"{shown} draft{'' if total == 1 else 's'}.")
