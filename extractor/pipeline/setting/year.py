"""Candidate years of an incident and what speaks for each, as numbers."""

from __future__ import annotations

import bisect
import math
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Token

from extractor.pipeline.annotations import DateMention, TextSpan
from extractor.pipeline.dates.anchor import HEAD as BYLINE
from extractor.pipeline.dates.anchor import find_anchor
from extractor.pipeline.dates.resolve import Anchor, write
from extractor.pipeline.precedents import Near
from extractor.pipeline.setting.eras import LAST, Era, find_eras, find_weekdays, fits
from extractor.pipeline.setting.known import KnownName

_FOLDER = Path(__file__).resolve().parent
_RAW = tomllib.loads((_FOLDER / "cues.toml").read_text(encoding="utf-8"))
CUES: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in _RAW.items()}
FIRST = 2008
"""The first year that is a candidate when nobody names one."""
LEAD = 900
KEPT_SPANS = 5
FEATURES = (
    "is report's", "year before", "two before", "year before, early", "later than report", "long before",
    "named, dated report", "named", "share", "title", "lead", "precise", "relative day", "event", "release",
    "background",
    "of something else", "past", "first named",
    "is last", "is last, precise", "after last", "long after last", "before last", "long before last", "nothing named",
    "words, dated report", "words", "known systems", "known names", "before systems", "prior", "prior, nothing named",
    "words, nothing named", "systems, nothing named", "last once", "latest precise",
    "before eras", "eras", "eras begin", "eras begin, nothing named", "long after eras", "words nearby",
    "weekday fits", "weekday does not fit", "near",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateUse:
    """A date in the text and how it is used there. uses: of "event", "release", "background", "other", "past"."""

    mention: DateMention
    year: int
    uses: frozenset[str]


@dataclass(slots=True)
class Clues:
    """All that a report says of its year."""

    anchor: Anchor | None
    uses: list[DateUse]
    by_year: dict[int, list[DateUse]]
    title: set[int]
    words: dict[int, float] = field(default_factory=dict)
    systems: dict[int, float] = field(default_factory=dict)
    names: dict[int, float] = field(default_factory=dict)
    systems_from: int | None = None
    eras: list[Era] = field(default_factory=list)
    weekdays: list[tuple[int, int, int]] = field(default_factory=list)
    sources: list[KnownName] = field(default_factory=list)
    near: dict[int, float] = field(default_factory=dict)


def read_clues(doc: Doc, known: list[KnownName], words: dict[str, float], near: Near) -> Clues:
    """Gather what a doc with dates says of its year."""
    text = doc.text
    starts = [token.idx for token in doc]
    uses = [_use(doc, starts, mention) for mention in doc._.dates]
    by_year: dict[int, list[DateUse]] = {}
    for use in uses:
        by_year.setdefault(use.year, []).append(use)
    report = doc._.report
    title = (report.title or "") if report is not None else ""
    systems = [name for name in known if name.system]
    first_years = [
        min(i.year for i in name.incidents if i.year) for name in systems if any(i.year for i in name.incidents)
    ]
    return Clues(
        anchor=find_anchor(report, text),
        uses=uses,
        by_year=by_year,
        title={year for year in by_year if str(year) in title},
        words={int(year): score for year, score in words.items()},
        systems=_divide(systems),
        names=_divide([name for name in known if not name.system]),
        systems_from=max(first_years, default=None),
        eras=find_eras(text),
        weekdays=find_weekdays(text),
        sources=known,
        near={int(year): lift for year, lift in near.lifts("year").items()},
    )


def _use(doc: Doc, starts: list[int], mention: DateMention) -> DateUse:
    """How a date is used: by the verbs above it, and the noun after it."""
    token = doc[max(bisect.bisect_right(starts, mention.span.start) - 1, 0)]
    found = set()
    verb = _verb_above(token)
    if verb is not None:
        lemma = verb.lemma_.lower()
        found |= {kind for kind in ("event", "release", "background") if lemma in CUES[kind]}
        if verb.tag_ in ("VBD", "VBN"):
            found.add("past")
    end = bisect.bisect_left(starts, mention.span.end)
    if end < len(doc) and any(doc[i].text in CUES["other"] for i in range(end, min(end + 3, len(doc)))):
        found.add("other")
    return DateUse(mention, int(mention.value[:4]), frozenset(found))


def _verb_above(token: Token) -> Token | None:
    """The nearest verb that the token hangs on."""
    for _ in range(8):
        if token.pos_ == "VERB":
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _divide(names: list[KnownName]) -> dict[int, float]:
    """How the incidents of the names divide by year, smoothed over neighbouring years."""
    shares: Counter[int] = Counter()
    total = 0.0
    for name in names:
        years = Counter(incident.year for incident in name.incidents if incident.year)
        weight = math.log1p(len(name.mentions))
        whole = sum(years.values()) + 1.0
        total += weight
        for year, count in years.items():
            for near, part in ((year - 1, 0.15), (year, 0.7), (year + 1, 0.15)):
                shares[near] += weight * part * count / whole  # type: ignore[assignment]
    return {year: share / total for year, share in shares.items()} if total else {}


def candidates(clues: Clues) -> list[int]:
    """Years worth scoring, none after the report's: the named ones, and all in which the databank has incidents."""
    last = clues.anchor.year if clues.anchor else LAST
    years = {year for year in clues.by_year if 1980 <= year <= last} | set(range(FIRST, last + 1))
    return sorted(years) or [last]


def features(year: int, clues: Clues, prior: dict[int, float]) -> list[float]:
    """What speaks for a year, in the order of FEATURES."""
    anchor, uses = clues.anchor, clues.by_year.get(year, [])
    total = len(clues.uses)
    dated, undated = float(anchor is not None), float(anchor is None)
    nothing = undated * float(not any(FIRST - 2 <= y <= LAST for y in clues.by_year))
    back = anchor.year - year if anchor else 0
    named = [y for y in clues.by_year if 1990 <= y <= LAST]
    last = max(named, default=0) if not anchor else 0
    precise = [u for u in uses if len(u.mention.value) > 4]
    last_precise = max((u.year for u in clues.uses if len(u.mention.value) > 4 and u.year <= LAST), default=0)

    def used(kind: str) -> float:
        return math.log1p(sum(1 for use in uses if kind in use.uses))

    words = clues.words.get(min(max(year, min(clues.words)), max(clues.words)), 0.0) if clues.words else 0.0
    near = [clues.words[y] for y in (year - 1, year + 1) if y in clues.words]
    nearby = sum(near) / len(near) if near else 0.0
    begin = max((era.first for era in clues.eras), default=0)
    log_prior = math.log(prior.get(year, 0.002))
    systems = math.log(0.02 + clues.systems.get(year, 0.0)) if clues.systems else math.log(0.1)
    names = math.log(0.02 + clues.names.get(year, 0.0)) if clues.names else math.log(0.1)
    return [
        dated * float(back == 0),
        dated * float(back == 1),
        dated * float(back == 2),
        dated * float(back == 1 and bool(anchor and anchor.month and anchor.month <= 2)),
        dated * float(back < 0),
        dated * float(back > 4),
        dated * math.log1p(len(uses)),
        undated * math.log1p(len(uses)),
        len(uses) / total if total else 0.0,
        float(year in clues.title),
        math.log1p(sum(1 for use in uses if use.mention.span.start < LEAD)),
        math.log1p(len(precise)),
        float(any(use.mention.kind == "relative" for use in precise)),
        used("event"),
        used("release"),
        used("background"),
        used("other"),
        used("past"),
        float(bool(clues.uses) and clues.uses[0].year == year),
        float(year == last > 0),
        float(year == last == last_precise > 0),
        float(0 < last < year <= last + 1),
        float(last > 0 and year > last + 1),
        float(last > 0 and year == last - 1),
        float(last > 0 and year < last - 1),
        nothing,
        dated * words,
        undated * words,
        systems,
        names,
        float(clues.systems_from is not None and year < clues.systems_from - 1),
        log_prior,
        nothing * log_prior,
        nothing * words,
        nothing * systems,
        float(year == last > 0 and len(uses) == 1),
        undated * float(year == last_precise > 0),
        float(sum(1 for era in clues.eras if year < era.first)),
        sum(1 for era in clues.eras if era.first <= year <= era.last) / len(clues.eras) if clues.eras else 0.5,
        float(year == begin),
        nothing * float(begin <= year <= begin + 1),
        float(begin > 0 and year > begin + 3),
        nearby,
        float(sum(fits(*day, year) for day in clues.weekdays)),
        float(sum(not fits(*day, year) for day in clues.weekdays)),
        clues.near.get(year, 0.0),
    ]


def value_of(year: int, clues: Clues) -> tuple[str, list[TextSpan]]:
    """A year as the text has it, with the words: the most precise date in it that tells of an event, else the year.

    The spans are empty when the text does not name the year.
    """
    uses = clues.by_year.get(year, [])
    told = [
        use
        for use in uses
        if use.uses & {"event", "past"}
        and not use.uses & {"background", "other"}
        and not _not_of_event(use.mention, clues)
    ]
    best = max(told, key=lambda use: (len(use.mention.value), -use.mention.span.start), default=None)
    if best is not None and len(best.mention.value) > 4:
        same = [use.mention.span for use in uses if use.mention.value == best.mention.value]
        return best.mention.value, same[:KEPT_SPANS]
    return str(year), [use.mention.span for use in uses][:KEPT_SPANS]


def _not_of_event(mention: DateMention, clues: Clues) -> bool:
    """Whether a date lies after the day of the report, or is that day as its byline gives it."""
    anchor = clues.anchor
    day = write(anchor.year, anchor.month, anchor.day) if anchor else None
    if day is None:
        return False
    byline = mention.kind == "absolute" and mention.value == day and mention.span.start < BYLINE
    return byline or after(mention.value, day)


def after(value: str, other: str) -> bool:
    """Whether a date is later than another, as far as both are precise."""
    shared = min(len(value), len(other))
    return value[:shared] > other[:shared]
