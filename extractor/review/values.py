"""What an editor puts in: cleaned, and refused with the reason and the nearest valid terms when it does not fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from extractor.databank import Vocabulary
from extractor.errors import ExtractorError
from extractor.review.fields import DATE_PATTERN, LONGEST_VALUE, Field, words_of
from extractor.review.slots import Slot

LONGEST_LINK = 4_000
"""Characters of a work's title and address together."""
_WEB = re.compile(r"https?://[^\s/]\S*", re.I)


class Refused(ExtractorError):
    """A decision that cannot be carried out. ``nearest``: valid terms; ``blockers``: what stands in the way."""

    code = "refused"

    def __init__(
        self, message: str, way_out: str = "", nearest: Sequence[str] = (), blockers: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(message, way_out)
        self.nearest = tuple(nearest)
        self.blockers = tuple(blockers)


def clean(text: str, *, lines: bool = False) -> str:
    """Text without control characters and without the marks that turn the direction of writing around.

    lines: keep line breaks (paragraphs of a long text); otherwise all white space becomes single spaces.
    """
    kept = "".join(c for c in text if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    if not lines:
        return " ".join(kept.split())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in kept.split("\n"))).strip()


def fitting(
    field: Field, given: Any, vocabulary: Vocabulary, learned: Mapping[str, Mapping[str, str]] | None = None
) -> Any:
    """The value as it goes into the entry. learned: aliases by field that editors accepted. Raises Refused."""
    if field.kind == "link":
        return _link(given)
    if not isinstance(given, str):
        raise Refused(f"{field.label} takes text.")
    text = clean(given, lines=field.kind == "long")
    if not text:
        raise Refused(f"{field.label} cannot be left blank.", "Reject the value to leave it out.")
    if len(text) > LONGEST_VALUE:
        raise Refused(f"{len(text):,} characters are too many for one value.", f"At most {LONGEST_VALUE:,}.")
    if field.kind == "term":
        return _term(field, text, vocabulary, (learned or {}).get(field.name, {}))
    if field.kind == "date":
        return _date(field, text)
    return text


def _term(field: Field, text: str, vocabulary: Vocabulary, learned: Mapping[str, str]) -> str:
    terms = vocabulary.terms(field.name)
    if text in terms:
        return text
    alias = learned.get(text.casefold())
    if alias in terms:
        return str(alias)
    known = vocabulary.canonical(field.name, text)
    if len(known) == 1:
        return known[0]
    if known:
        raise Refused(f"“{text}” stands for {len(known)} terms.", "Add each of them.", known)
    raise Refused(
        f"“{text}” is not a term of {field.label}: the databank keeps to its list, so that entries can be compared.",
        "Choose one of the terms.",
        vocabulary.nearest(field.name, text),
    )


def _date(field: Field, text: str) -> str:
    try:
        if not DATE_PATTERN.fullmatch(text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10] if len(text) < 8 else text)
    except ValueError:
        raise Refused(
            f"“{text[:40]}” is not a date as the databank writes it.", "Write 2021, 2021-03 or 2021-03-12."
        ) from None
    return text


def _link(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise Refused("Give a title and an address.")
    title, url = clean(str(given.get("title") or "")), clean(str(given.get("url") or ""))
    if len(title) + len(url) > LONGEST_LINK:
        raise Refused("Title and address are too long.", f"At most {LONGEST_LINK:,} characters together.")
    if not title:
        raise Refused("The work has no title.", "Write the title it goes by.")
    if url and not _WEB.fullmatch(url):
        raise Refused(f"“{url[:60]}” is not a web address.", "It has to begin with http:// or https://.")
    return {"title": title, "url": url or None}


def refuse_double(field: Field, value: Any, slot_id: str | None, slots: Sequence[Slot]) -> None:
    """Raise Refused when another value of the field says the same."""
    wanted = words_of(value).casefold()
    for slot in slots:
        if slot.id != slot_id and slot.stands and words_of(slot.value).casefold() == wanted:
            raise Refused(f"{field.label} has “{words_of(value)}” already.")
