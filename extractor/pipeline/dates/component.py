"""The dates component: the dates that the text names (``doc._.dates``).

Absolute dates are read as they are; relative ones ("last week", "on Friday", "March 12") count from the day the report
speaks from, and are left out when that day is not known. Values are as precise as the words; dates that do not exist
(31 February) are left out.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.annotations import DateMention, TextSpan
from extractor.pipeline.dates.anchor import find_anchor
from extractor.pipeline.dates.reading import absolute, kind_of, relative
from extractor.pipeline.dates.resolve import Anchor
from extractor.pipeline.dates.words import DATES, NOT_BEFORE, UNITS

_WORD_AFTER = re.compile(r"\s*([\w%]+)")
_WORD_BEFORE = re.compile(r"(\w+)\.?\s\Z")


@Language.factory("extractor_dates", assigns=["doc._.dates"])
def make_dates(nlp: Language, name: str) -> DatesComponent:
    """The factory of the dates component."""
    return DatesComponent()


class DatesComponent:
    """Writes ``doc._.dates`` in text order. Offsets are characters of the report's text.

    DateMention.kind: "absolute" for dates with a year of their own, "relative" for the others.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of one doc."""
        report, text = doc._.report, doc.text
        doc._.dates = find_dates(text, find_anchor(report, text))
        return doc


def find_dates(text: str, anchor: Anchor | None) -> list[DateMention]:
    """The dates of a text, in order. anchor: the day that relative dates count from."""
    found = []
    for match in DATES.finditer(text):
        kind = kind_of(match)
        if kind in ("year", "year_range") and not _is_year(text, match):
            continue
        value, how = absolute(match), "absolute"
        if value is None and anchor is not None:
            value, how = relative(match, anchor), "relative"
        if value is not None:
            start = match.start("month_alone__month") if kind == "month_alone" else match.start()
            found.append(DateMention(value, TextSpan.cut(text, start, match.end()), how))
    return found


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year, by the words beside them."""
    after = _WORD_AFTER.match(text, match.end())
    before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
    return not (after and after.group(1).lower() in UNITS) and not (before and before.group(1).lower() in NOT_BEFORE)
