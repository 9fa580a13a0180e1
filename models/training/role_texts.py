"""What the reader of roles learns from: the openings of articles and narratives, and invented passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extractor.evaluate.matching import same_name
from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.encoder.stored import Stored
from extractor.pipeline.heading import heading_of
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.opening import MARKS, Opening, marked_as, opening_of
from extractor.pipeline.roles.reader import HEADS, head_of
from extractor.report import Report
from training.data import Row
from training.dispute_samples import PASSAGES, read_passages, with_missed
from training.labels import Label, gold, make_labels
from training.role_samples import ROLES, Sample, with_readings_of

Floats = npt.NDArray[np.float32]
PARTS = ("operator", "developer")
TOPICS = ("sector", "technology", "issue", "transparency", "type")
LEAST_ROWS = 8
"""Texts that a topic's term must have to be learned."""


@dataclass(slots=True, eq=False)
class Text:
    """A text to learn from. wanted, weight: marks x heads; a weight of 0 says nothing. terms: the topics' terms, 1, 0,
    or NaN where the databank does not say. sample: its candidates; passages have none.
    """

    opening: Opening
    terms: Floats
    sample: Sample | None = None
    wanted: Floats = field(default_factory=lambda: np.zeros((MARKS, len(HEADS)), dtype=np.float32))
    weight: Floats = field(default_factory=lambda: np.zeros((MARKS, len(HEADS)), dtype=np.float32))

    @property
    def fold(self) -> int:
        """Where the text is tested; a passage nowhere."""
        return self.sample.fold if self.sample else -1


def texts_of(samples: Sequence[Sample], stored: Stored) -> list[Text]:
    """The texts whose opening names a candidate, with what each mark should be."""
    made: dict[str, Text] = {}
    labels = [one for one in make_labels([sample.row for sample in samples], LEAST_ROWS) if one.field in TOPICS]
    for sample in samples:
        candidates = [one.candidate for role in ROLES for one in sample.measured[role]]
        report = sample.row.report
        opening = opening_of(heading_of(report), report.text, candidates, stored.pieces.ids, stored.edges[1])
        if opening.marked:
            made[sample.row.id] = Text(opening, _terms(sample.row, labels), sample)
    for role in ROLES:
        for sample in with_readings_of(samples, role):
            text = made.get(sample.row.id)
            if text is None or not sample.gold[role]:
                continue
            for one, label in zip(sample.measured[role], sample.labels[role], strict=True):
                mark = text.opening.marked.get(marked_as(one.candidate) or ("", ""))
                if mark is not None:
                    at = mark, HEADS.index(head_of(role, one.candidate))
                    before = text.weight[at]
                    text.weight[at] = before + sample.weight
                    text.wanted[at] = (text.wanted[at] * before + float(label) * sample.weight) / text.weight[at]
    return list(made.values())


def _terms(row: Row, labels: Sequence[Label]) -> Floats:
    known = {name: gold(row, name) for name in TOPICS}
    told = [float(one.name in terms) if (terms := known[one.field]) is not None else np.nan for one in labels]
    return np.array(told, dtype=np.float32)


def of_passages(stored: Stored, terms: int) -> list[Text]:
    """Invented passages, each actor with its parts, whether they are asserted, denied or contested."""
    nlp = load_pipeline(exclude=("technologies", "places", "dates", "claims", "disputes", "roles", "setting", "topics"))
    found = []
    for row in read_passages(PASSAGES):
        doc = nlp(make_doc(nlp, Report.from_text(row["text"])))
        actors = with_missed(doc, row["roles"])
        candidates = [Candidate(a.name, "actor", a.kind, a.mentions, actor=a) for a in actors]
        opening = opening_of("", doc.text, candidates, stored.pieces.ids, stored.edges[1])
        text = Text(opening, np.full(terms, np.nan, dtype=np.float32))
        keys = [key.rpartition("/") for key in row["roles"]]
        for one in actors:
            mark = opening.marked.get(("actor", one.name))
            if mark is not None:
                parts = {part for name, _, part in keys if any(same_name(name, x) for x in (one.name, *one.aliases))}
                for part in PARTS:
                    text.wanted[mark, HEADS.index(part)] = part in parts
                    text.weight[mark, HEADS.index(part)] = 1.0
        if opening.marked:
            found.append(text)
    return found
