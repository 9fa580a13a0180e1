"""Precedents: the databank's entries that read like a report. Whom the near ones name likely has that part here too.

A report and a row of the databank are as alike as the words that they share are rare (cosine of their word weights).
The table (models/precedents.json.gz) is made by ``models/training/precedents.py``; figures are in models/README.md.
"""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.heading import heading_of
from extractor.pipeline.lift import Floats, lift_of
from extractor.pipeline.word_counts import TITLE, count_features, count_opening, grams
from extractor.report import Report
from extractor.shipped import shipped_path

if TYPE_CHECKING:
    from spacy.tokens import Doc

PARTS = ("operator", "developer", "system")
SHARPNESS = 20.0
"""How much more the nearest rows say than the others: weights are the exponential of so many times their likeness."""
OPENING_COUNTS = 3
"""How often the words of heading and opening count beside the others'."""
_LEAST = 1e-5
RARE = 0.3
"""What is added to the count of a label's entries, so that none is impossible."""
SHOWN = 3
"""How many entries an editor is shown. Of 196 articles whose entry the databank has, 165 have it among them."""
ALIKE = 0.12
"""Likeness from which on an entry is worth an editor's look. Of those 196, 187 have such an entry, and so do 129 when
their own is taken away: alike is not the same."""

SHARED = 3
"""Words at least that such an entry has in common with the report: one rare word ("Ghent") is no likeness."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """An entry of the databank: its id, its headline, and how alike a report it is, 0 to 1."""

    id: str
    headline: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near the incidents are that give a name a part.

    best, three, mean: likeness of the nearest, the three nearest, all; vote: logarithm of their share of all rows'
    weight, 0 or more; row: the nearest one's id.
    """

    best: float
    three: float
    mean: float
    vote: float
    row: str


@dataclass(frozen=True, slots=True)
class Given:
    """Which rows fill a field, and which give each of its labels."""

    rows: npt.NDArray[np.intp]
    labels: Mapping[str, npt.NDArray[np.intp]]


@dataclass(frozen=True)
class Near:
    """How alike one text and every row are.

    likeness: by row, 0 to 1; shared: how many words they have in common; pull: what a row says, 1 for the nearest.
    """

    precedents: Precedents
    likeness: Floats
    shared: npt.NDArray[np.int32]
    pull: Floats

    @cached_property
    def nearest(self) -> list[Precedent]:
        """The entries that read most like the text, likeliest first, at most SHOWN."""
        alike = np.flatnonzero((self.likeness >= ALIKE) & (self.shared >= SHARED))
        order = alike[np.argsort(-self.likeness[alike], kind="stable")][:SHOWN]
        known = self.precedents
        return [Precedent(known.ids[i], known.headlines[i], float(self.likeness[i])) for i in order.tolist()]

    def lift(self, field: str, labels: Sequence[str]) -> Floats:
        """By how much the near rows raise the log-odds of each label of a field (0: no row fills it)."""
        given = self.precedents.given.get(field)
        if given is None:
            return np.zeros(len(labels), dtype=np.float32)
        rows = [given.labels.get(label) for label in labels]
        count = np.array([0 if those is None else len(those) for those in rows], dtype=np.float32)
        pull = np.array([0.0 if those is None else self.pull[those].sum() for those in rows], dtype=np.float32)
        share = (count + RARE) / (len(given.rows) + 1)
        return lift_of(pull, self.pull[given.rows].sum(), share)

    def lifts(self, field: str) -> dict[str, float]:
        """The lift of every label that a row gives."""
        given = self.precedents.given.get(field)
        labels = list(given.labels) if given else []
        return dict(zip(labels, self.lift(field, labels).tolist(), strict=True))

    def example(self, field: str, label: str) -> str | None:
        """The id of the nearest entry that gives a label, if it is among those that an editor is shown."""
        given = self.precedents.given.get(field)
        rows = given.labels.get(label) if given else None
        if rows is None:
            return None
        best = self._nearest_of(rows)
        return best if any(one.id == best for one in self.nearest) else None

    def of(self, part: str, name: str) -> Likeness | None:
        """What the rows that give ``name`` this part say; None where there are none."""
        rows = self.precedents.named[part].get(key_of(name))
        if rows is None:
            return None
        found = self.likeness[rows]
        best = np.sort(found)[::-1]
        share = float(self.pull[rows].sum()) / max(float(self.pull.sum()), 1e-9)
        vote = math.log(_LEAST + share) - math.log(_LEAST)
        return Likeness(float(best[0]), float(best[:3].mean()), float(best.mean()), vote, self._nearest_of(rows))

    def _nearest_of(self, rows: npt.NDArray[np.intp]) -> str:
        return self.precedents.ids[int(rows[int(self.likeness[rows].argmax())])]


@dataclass(frozen=True, slots=True)
class Precedents:
    """Rows of the databank as weighted words, row after row: the words of row i are index[starts[i]:starts[i + 1]].

    words: word -> its number; rarity, plain: by word (plain: no feature of the title's); value: weights, of unit length
    per row; named: part -> key of a name -> the rows that give it this part; given: by another field, which rows give
    which of its labels; mark: tells tables apart.
    """

    ids: tuple[str, ...]
    headlines: tuple[str, ...]
    words: Mapping[str, int]
    rarity: Floats
    plain: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.intp]
    index: npt.NDArray[np.int32]
    value: Floats
    named: Mapping[str, Mapping[str, npt.NDArray[np.intp]]]
    given: Mapping[str, Given]
    mark: int

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Precedents:
        """Read the table that models/training/precedents.py builds: "words" [[word, rarity]], "rows" [[id, headline,
        [words' numbers], [their counts], {part: [names], field: [labels' numbers]}]], "labels" {field: [labels]}."""
        rows = table["rows"]
        if not all(row[2] for row in rows):
            raise ValueError("a row without words")
        rarity = np.array([rare for _, rare in table["words"]], dtype=np.float32)
        index = np.array([word for row in rows for word in row[2]], dtype=np.int32)
        counts = np.array([n for row in rows for n in row[3]], dtype=np.float32)
        sizes = np.array([len(row[2]) for row in rows], dtype=np.intp)
        starts = np.cumsum(sizes) - sizes
        value = (1 + np.log(counts)) * rarity[index]
        if len(rows):
            lengths = np.sqrt(np.add.reduceat(value * value, starts))
            value /= np.repeat(np.maximum(lengths, 1e-9), sizes)
        named: dict[str, dict[str, list[int]]] = {part: {} for part in PARTS}
        filled: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            for field, names in row[4].items():
                filled.setdefault(field, []).append(at)
                for name in names:
                    key = key_of(name) if field in PARTS else table["labels"][field][name]
                    named.setdefault(field, {}).setdefault(key, []).append(at)
        return cls(
            ids=tuple(row[0] for row in rows),
            headlines=tuple(row[1] for row in rows),
            words={word: at for at, (word, _) in enumerate(table["words"])},
            rarity=rarity,
            plain=np.array([not word.startswith(TITLE) for word, _ in table["words"]], dtype=np.bool_),
            starts=starts,
            index=index,
            value=value.astype(np.float32),
            named={part: _arrays(named[part]) for part in PARTS},
            given={
                field: Given(np.array(those, dtype=np.intp), _arrays(named.get(field, {})))
                for field, those in filled.items()
                if field not in PARTS
            },
            mark=zlib.crc32(value.tobytes(), zlib.crc32(index.tobytes())),
        )

    def near(self, doc: Doc) -> Near:
        """How alike a Doc and every row are; kept on the Doc for the next component that asks."""
        kept = doc._.alike
        if kept is None or kept[0] != self.mark:
            report = doc._.report
            text = report.text if report else doc.text  # spaCy joins it anew at each use
            found = self.near_counts(report_words(text, heading_of(report)))
            doc._.alike = (self.mark, found.likeness, found.shared)
            return found
        return self._near(kept[1], kept[2])

    def near_counts(self, counts: Counter[str]) -> Near:
        """The same for a text's words with their counts, as ``report_words`` gives them."""
        query = np.zeros(len(self.words), dtype=np.float32)
        for word, n in counts.items():
            if (at := self.words.get(word)) is not None:
                query[at] = (1 + math.log(n)) * self.rarity[at]
        query /= float(np.sqrt((query * query).sum())) or 1.0
        likeness, shared = np.zeros(len(self.ids), dtype=np.float32), np.zeros(len(self.ids), dtype=np.int32)
        if len(self.index):
            found = query[self.index]
            likeness = np.add.reduceat(self.value * found, self.starts).astype(np.float32)
            shared = np.add.reduceat(self.plain[self.index] & (found > 0), self.starts, dtype=np.int32)
        return self._near(likeness, shared)

    def _near(self, likeness: Floats, shared: npt.NDArray[np.int32]) -> Near:
        return Near(
            self, likeness, shared, np.exp(SHARPNESS * (likeness - likeness.max(initial=0.0))).astype(np.float32)
        )


def _arrays(found: Mapping[str, Sequence[int]]) -> dict[str, npt.NDArray[np.intp]]:
    return {name: np.array(rows, dtype=np.intp) for name, rows in found.items()}


def report_words(text: str, heading: str | None) -> Counter[str]:
    """The words of a report with their counts; those of heading and opening count several times."""
    words = list(grams(text))
    counts = count_features(text, heading, words)
    for word, n in count_opening(text, heading, words).items():
        counts[word] += (OPENING_COUNTS - 1) * n
    return counts


@cache
def shipped_precedents(path: Path | None = None) -> Precedents:
    """Read ``precedents.json.gz`` (default: the shipped one). Raises ModelError."""
    source = path or shipped_path("models/precedents.json.gz")
    try:
        return Precedents.from_table(json.loads(gzip.decompress(source.read_bytes())))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ModelError("The table of precedents cannot be read.", "Train the roles with models/train.py.") from error


def entries_like(reports: Iterable[Report]) -> list[Precedent]:
    """The databank's entries that read most like some reports, likeliest first: one may be of the same incident."""
    table = shipped_precedents()
    near = [table.near_counts(report_words(report.text, heading_of(report))) for report in reports]
    found = {one.id: one for each in near for one in each.nearest}
    return sorted(found.values(), key=lambda one: -one.likeness)[:SHOWN]
