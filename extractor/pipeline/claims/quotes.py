"""Quotations in a text: pairs of quotation marks of every kind, found by characters and never by the parse.

Marks are paired inside one passage. A quotation whose closing mark is missing ends with its passage; when the next
passage opens with a mark of the same kind, the first is one quotation running over several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[\"“”„«»‹›‘’']")
_ELISION = re.compile(r"(?:\d\ds?|em|til|tis|twas|cause|n|round|bout)\b", re.I)
_ENDS_INSIDE = ",.?!…—-"
_LONGEST_SINGLE = 600
"""A stretch between single marks longer than this many characters is taken for two apostrophes."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: characters start to end. closed: whether its closing mark was found."""

    start: int
    end: int
    closed: bool = True

    def holds(self, offset: int) -> bool:
        """Whether the character at ``offset`` lies inside, marks included."""
        return self.start <= offset < self.end


def leaves_open(text: str) -> bool:
    """Whether double marks are left open in a stretch of text: a quotation began before it, or goes on behind it."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1


def find_quotations(text: str, passages: Iterable[tuple[int, int]]) -> list[Quotation]:
    """The outermost quotations of a text, in order, not overlapping.

    passages: start and end offsets of the stretches inside which marks are paired.
    """
    found: list[Quotation] = []
    for start, end in passages:
        for quotation in _in_passage(text, start, end):
            last = found[-1] if found else None
            if last is not None and not last.closed and quotation.start == start and not text[last.end : start].strip():
                # The next paragraph opens with a mark and the one before never closed: one quotation, many paragraphs.
                found[-1] = Quotation(last.start, quotation.end, quotation.closed)
            else:
                found.append(quotation)
    return found


def _in_passage(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    kind = ""
    resume = start
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match.group()
        if at < resume:
            continue
        family = _FAMILY[mark]
        if opened is None:
            if _may_open(text, at, mark, start, end):
                if family == "single":
                    close = _single_close(text, at, match.end(), end)
                    if close is not None:
                        yield Quotation(at, close)
                        resume = close
                else:
                    opened, kind = at, family
        elif (family == kind or (mark in _DOUBLE and kind in _MIXED)) and _may_close(text, at, mark, start, end):
            yield Quotation(opened, match.end())
            opened = None
        elif family == kind and _may_open(text, at, mark, start, end):
            opened = at  # a second opening mark: the first was never closed, and where it ends cannot be known
    if opened is not None:
        if kind == "straight" and not _starts(text, opened, start):
            return
        yield Quotation(opened, _rstrip(text, opened + 1, end), closed=False)


_FAMILY = {
    '"': "straight", "''": "straight", "``": "straight", "“": "curly", "”": "curly", "„": "curly",
    "«": "guillemet", "»": "guillemet", "‹": "guillemet", "›": "guillemet", "‘": "single", "’": "single", "'": "single",
}  # fmt: skip
_DOUBLE = frozenset({'"', "”", "''"})
"""Marks that close each other's quotations where a text mixes straight and curly ones."""
_MIXED = frozenset({"straight", "curly"})
_OPENERS = frozenset("“„«‹")
_CLOSERS = frozenset("”»›")


def _rstrip(text: str, low: int, high: int) -> int:
    while high > low and text[high - 1].isspace():
        high -= 1
    return high


def _starts(text: str, at: int, start: int) -> bool:
    """Whether a mark stands at the start of its passage or after a comma or colon, where a quotation begins."""
    before = text[start:at].rstrip()
    return not before or before[-1] in ",:"


def _before(text: str, at: int, start: int) -> str:
    return text[at - 1] if at > start else " "


def _after(text: str, at: int, end: int) -> str:
    return text[at] if at < end else " "


def _may_open(text: str, at: int, mark: str, start: int, end: int) -> bool:
    before, after = _before(text, at, start), _after(text, at + len(mark), end)
    if mark in _CLOSERS:
        # » … « is the German order; ”…” the Scandinavian: a closing mark before a word after a space opens.
        return before.isspace() and not after.isspace() and after not in ".,;:"
    if mark in _OPENERS or mark == "``":
        return not after.isspace()
    if mark in "‘'’" or mark == "''":
        if mark == "’" or _ELISION.match(text, at + len(mark)):
            return False
        return (before.isspace() or before in '([{—–-"“/') and (after.isalnum() or after in '[$.…#@“"')
    return (before.isspace() or before in "([{—–-/'‘:,") and not after.isspace()


def _may_close(text: str, at: int, mark: str, start: int, end: int) -> bool:
    if mark in _OPENERS:
        return mark == "«" and not _before(text, at, start).isspace()
    if mark in _CLOSERS or mark == "``":
        return True
    before, after = _before(text, at, start), _after(text, at + len(mark), end)
    if not before.isspace():
        return not after.isalnum() or before in _ENDS_INSIDE
    return after.isspace() or after in ".,;"


def _single_close(text: str, opened: int, low: int, end: int) -> int | None:
    """End of a quotation in single marks, past the apostrophes inside; None when it is no quotation."""
    fallback: int | None = None
    for match in re.finditer(r"[’']", text[low : min(end, low + _LONGEST_SINGLE)]):
        at = low + match.start()
        before, after = text[at - 1], _after(text, at + 1, end)
        if after.isalnum() or before.isspace():
            continue
        if before in ",.?!…" or not after.isspace():
            return at + 1
        if before in "sS" and re.match(r"\s+[a-z]", text[at + 1 : at + 4]):
            fallback = fallback or at + 1  # perhaps a plural possessive: go on looking for a surer mark
            continue
        return at + 1
    return fallback
