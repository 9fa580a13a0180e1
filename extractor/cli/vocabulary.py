"""``extractor vocabulary``: the controlled terms, their aliases, and the nearest term to a word."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from extractor.cli.options import AsJson
from extractor.errors import UsageError


def vocabulary(
    field: Annotated[str | None, typer.Argument(metavar="[FIELD]", help="A field; without it, all are listed.")] = None,
    search: Annotated[str | None, typer.Option(metavar="WORD", help="Terms and aliases with this word.")] = None,
    nearest: Annotated[str | None, typer.Option(metavar="TERM", help="The terms nearest to this one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the controlled terms of a field, with the aliases that stand for them.

    \b
    Example:
      extractor vocabulary technology --search plate
      extractor vocabulary issue --nearest survelance
    """
    from extractor.cli.output import print_json, print_table
    from extractor.databank import vocabulary as shipped

    known = shipped()
    if nearest is not None:
        if field is None:
            raise UsageError("Name the field to look in:", "extractor vocabulary FIELD --nearest TERM")
        found = list(known.canonical(field, nearest)) or list(known.nearest(field, nearest))
        if as_json:
            print_json(found)
        else:
            for term in found:
                typer.echo(term)
        return
    fields = [known.field(field)] if field is not None else list(known.fields)
    rows = [row for name in fields for row in _rows(known, name, search)]
    if as_json:
        print_json(rows)
    elif field is None and search is None:
        print_table(("Field", "Terms"), [(name, len(known.terms(name))) for name in fields], wide="Terms")
    else:
        print_table(
            ("Field", "Term", "Also"),
            [(row["field"], row["term"], "; ".join(row["aliases"])) for row in rows],
            wide="Also",
        )


def _rows(known: Any, field: str, search: str | None) -> list[dict[str, Any]]:
    """A field's terms with their aliases; with ``search``, only those that have the word in one of them."""
    aliases: dict[str, list[str]] = {term: [] for term in known.terms(field)}
    for alias, terms in known.aliases(field).items():
        for term in terms:
            aliases.setdefault(term, []).append(alias)
    word = (search or "").casefold()
    return [
        {"field": field, "term": term, "aliases": also}
        for term, also in aliases.items()
        if any(word in text.casefold() for text in (term, *also))
    ]
