"""What the reader of disputes learns from: windows of passages and of articles, most with a label for each actor."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.evaluate.matching import same_name
from extractor.pipeline import make_doc
from extractor.pipeline.annotations import Actor, TextSpan
from extractor.pipeline.disputes.model import ROLES
from extractor.pipeline.disputes.windows import AFTER, BEFORE, Window, marked, window_of
from extractor.report import Report
from training.data import Row

HOME = Path(__file__).resolve().parents[2]
PASSAGES = (
    Path(__file__).with_name("passages.jsonl"),
    HOME / "tests" / "claims" / "denials.jsonl",
    HOME / "tests" / "claims" / "unseen.jsonl",
)
UNLABELLED = Path(__file__).with_name("unlabelled.jsonl")
"""Passages of which nobody says what they dispute; the teacher does (``dispute_teacher``)."""
DISPUTED = ("denied", "contested")
Labels = tuple[float, ...]
Denials = dict[str, list[dict[str, Any]]]
"""By article, the stretches that dispute a part: start, end, actor (as the text names it), role, status."""
_SHARED = 15
"""Characters that a sentence must share with such a stretch."""


@dataclass(slots=True)
class Sample:
    """A window with, for each of its actors, whether each part (order of ROLES) is disputed. real: of an article."""

    window: Window
    labels: list[Labels]
    real: bool


@dataclass(slots=True)
class Sentences:
    """Sentences for the filter. owners: each one's passage or article; real: whether it is an article.

    disputed: whether the passage disputes a part, or that very sentence of an article does.
    """

    texts: list[str] = field(default_factory=list)
    disputed: list[bool] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    real: list[bool] = field(default_factory=list)

    def add(self, text: str, disputed: bool, owner: str, real: bool) -> None:
        """Add one sentence."""
        self.texts.append(text)
        self.disputed.append(disputed)
        self.owners.append(owner)
        self.real.append(real)


def read_passages(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Passages of JSON Lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def of_passages(nlp: Language, rows: Sequence[dict[str, Any]], sentences: Sentences) -> list[Sample]:
    """Each passage as one window; actors that were not found are marked by the name that the passage gives."""
    samples = []
    for row in rows:
        doc = nlp(make_doc(nlp, Report.from_text(row["text"])))
        window = marked(doc.text, 0, len(doc.text), with_missed(doc, row["roles"]))
        labels = [
            tuple(float(_status(row["roles"], actor.name, role) in DISPUTED) for role in ROLES)
            for actor in window.actors
        ]
        samples.append(Sample(window, labels, False))
        for sent in doc.sents:
            sentences.add(sent.text, any(status in DISPUTED for status in row["roles"].values()), row["id"], False)
    return samples


def of_articles(
    docs: Iterable[tuple[Row, Doc]], denials: Denials, kept: Container[tuple[str, str]]
) -> Iterator[Sample]:
    """Windows around the sentences of articles that are ``kept`` (article, text), and those that a reader marked."""
    for row, doc in docs:
        told = denials.get(row.id, [])
        sents = list(doc.sents)
        for n, sent in enumerate(sents):
            meant = [one for one in told if _is_in(sent, one)]
            if meant or (row.id, sent.text) in kept:
                window = _around(doc, sents, n)
                labels = [
                    tuple(float(any(_is_meant(actor, role, one) for one in meant)) for role in ROLES)
                    for actor in window.actors
                ]
                if labels:
                    yield Sample(window, labels, True)


def unlabelled_passages(nlp: Language) -> Iterator[Window]:
    """The passages of ``UNLABELLED`` in which actors are found, each as one window."""
    for row in read_passages([UNLABELLED]):
        doc = nlp(make_doc(nlp, Report.from_text(row["text"])))
        window = marked(doc.text, 0, len(doc.text), list(doc._.actors))
        if window.actors:
            yield window


def unlabelled_articles(docs: Iterable[tuple[Row, Doc]], kept: Container[tuple[str, str]]) -> Iterator[Window]:
    """Windows with an actor around the sentences of articles that are ``kept`` (article, text)."""
    for row, doc in docs:
        sents = list(doc.sents)
        for n, sent in enumerate(sents):
            if (row.id, sent.text) in kept and (window := _around(doc, sents, n)).actors:
                yield window


def _around(doc: Doc, sents: Sequence[Span], n: int) -> Window:
    return window_of(doc, sents[max(n - BEFORE, 0)], sents[min(n + AFTER, len(sents) - 1)])


def add_sentences(docs: Iterable[tuple[Row, Doc]], denials: Denials, sentences: Sentences) -> None:
    """Add the sentences of articles that a reader has looked through for denials."""
    for row, doc in docs:
        for sent in doc.sents:
            marked_so = any(_is_in(sent, one) for one in denials.get(row.id, []))
            sentences.add(sent.text, marked_so, row.id, True)


def with_missed(doc: Doc, roles: Iterable[str]) -> list[Actor]:
    """The actors of a passage, and those that were not found by the names that the passage gives (``name/role``)."""
    actors = list(doc._.actors)
    names = {key.rpartition("/")[0] for key in roles}
    missed = [name for name in sorted(names) if not any(same_name(name, actor.name) for actor in actors)]
    return actors + [_named(name, doc.text) for name in missed if name in doc.text]


def _named(name: str, text: str) -> Actor:
    mentions = [TextSpan(m.start(), m.end(), m.group()) for m in re.finditer(re.escape(name), text)]
    return Actor(name, "org", mentions)


def _status(roles: dict[str, str], name: str, role: str) -> str | None:
    keys = (key.rpartition("/") for key in roles)
    return next((roles[f"{one}/{part}"] for one, _, part in keys if part == role and same_name(one, name)), None)


def _is_in(sent: Span, denial: dict[str, Any]) -> bool:
    shared = min(sent.end_char, denial["end"]) - max(sent.start_char, denial["start"])
    return bool(shared > min(_SHARED, len(sent.text.strip()) / 2))


def _is_meant(actor: Actor, role: str, denial: dict[str, Any]) -> bool:
    return denial["role"] == role and (
        same_name(denial["actor"], actor.name)
        or any(m.text in denial["actor"] or denial["actor"] in m.text for m in actor.mentions)
    )
