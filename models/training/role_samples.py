"""Measuring the candidates of all texts for training roles, each with a table of names that leaves its fold out."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.evaluate.matching import same_name, variants
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.precedents import Near
from extractor.pipeline.roles.candidates import party_candidates, system_candidates
from extractor.pipeline.roles.cues import load_cues
from extractor.pipeline.roles.features import Measured, measure, scene_of
from extractor.pipeline.roles.others import fits
from extractor.pipeline.roles.statements import statements_of
from training.data import BAD_FLAGS, Material, Row, written_whole
from training.folds import FOLDS, fold_of
from training.names import build_names
from training.precedents import fold_precedents
from training.readings import read_readings

ROLES = ("operator", "developer", "system")
WEIGHT = {"linked": 3.0, "article": 1.0, "narrative": 0.5}
"""How much a text counts: articles linked to the databank are what the component will meet."""

_GENERIC = frozenset(
    {
        "app", "apps", "system", "tool", "chatbot", "bot", "robot", "robots", "ai", "driver", "software", "platform",
        "algorithm", "service", "technology", "model", "facial", "recognition", "fr", "assistant", "generator",
        "website", "com", "music", "image",
    }
)  # fmt: skip


@dataclass(slots=True)
class Sample:
    """One text: its candidates by role with their labels. fold: where it is tested; share: of its text's weight."""

    row: Row
    fold: int
    measured: dict[str, list[Measured]]
    gold: dict[str, list[str]]
    labels: dict[str, list[bool]] = field(default_factory=dict)
    share: float = 1.0

    @property
    def weight(self) -> float:
        """How much the text counts in training."""
        return self.share * WEIGHT["linked" if self.row.linked else self.row.kind]


def collect(material: Material, rows: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Measure the candidates of all texts; kept in the cache for as long as the code that measures stays the same."""
    path = material.cache / f"roles_{code_mark([row.id for row in (*material.articles, *material.narratives)])}.pickle"
    if path.exists():
        samples: list[Sample] = pickle.loads(path.read_bytes())
        return samples
    samples = measure_all(material, rows)
    with written_whole(path) as part:
        part.write_bytes(pickle.dumps(samples))
    return samples


def code_mark(texts: Sequence[str]) -> str:
    """A mark of the code and vocabularies that measure candidates, and of which texts they measure."""
    mark = hashlib.sha256("\n".join(texts).encode())
    home = Path(__file__).resolve().parents[2]
    skip = {"component.py", "model.py", "opening.py", "reader.py", "selection.py"}
    for path in sorted(
        p
        for room in ("actors", "claims", "disputes", "encoder", "roles")
        for p in (home / "extractor/pipeline" / room).iterdir()
    ):
        if path.suffix in (".py", ".toml") and not (path.parent.name == "roles" and path.name in skip):
            mark.update(path.read_bytes())
    ours, pipeline = Path(__file__).parent, home / "extractor/pipeline"
    for path in (ours / "names.py", ours / "precedents.py", pipeline / "precedents.py", pipeline / "word_counts.py"):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def measure_all(material: Material, rows: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Measure the candidates of all texts, each with the table of names that leaves its fold out."""
    cues, samples = load_cues(), []
    tables = []
    texts = [*material.articles, *material.narratives]
    for fold in range(FOLDS):
        out = frozenset(row["id"] for row in rows if fold_of(row["id"]) == fold)
        tables.append(ActorsComponent(KnownNames.from_table(build_names(rows, out))))
    precedents = fold_precedents(texts, material.sheet, [table.known for table in tables])
    claims, disputes = (material.nlp.get_pipe(name) for name in ("claims", "disputes"))
    docs = [*material.article_docs, *material.narrative_docs]
    for row, doc in zip(texts, docs, strict=True):
        gold = {role: list(row.entry.get(role) or ()) for role in ROLES}
        if BAD_FLAGS & set(row.flags) or not any(gold.values()):
            continue
        finder, near = tables[fold_of(row.group)], precedents[fold_of(row.group)].near(doc)
        samples.append(_sample(row, disputes(claims(finder(doc))), finder.known, near, cues, gold))
    return samples


def with_readings_of(samples: Sequence[Sample], role: str) -> list[Sample]:
    """The samples with what readings say of a role: beside another databank's values, each opinion at half weight."""
    readings, found = read_readings(), []
    for sample in samples:
        reading = readings.get(sample.row.id) if sample.row.kind == "article" and not sample.row.linked else None
        if reading is None or not reading[role]:
            found.append(sample)
            continue
        share = 0.5 if sample.gold[role] else 1.0
        labels = [_right(one, reading[role]) for one in sample.measured[role]]
        gold = {**sample.gold, role: list(reading[role])}
        found.append(replace(sample, share=share, gold=gold, labels={**sample.labels, role: labels}))
        if sample.gold[role]:
            found.append(replace(sample, share=share))
    return found


def _sample(row: Row, doc: Doc, known: KnownNames, near: Near, cues: Any, gold: dict[str, list[str]]) -> Sample:
    text = doc.text
    told = statements_of(doc, text)
    scene = scene_of(doc, text, told, cues, near)
    parties = measure(party_candidates(doc, text, known, cues), scene, known, cues)
    systems = measure(system_candidates(doc, known, near), scene, known, cues)
    measured = {role: systems if role == "system" else [m for m in parties if fits(m, role, told)] for role in ROLES}
    sample = Sample(row, fold_of(row.group), measured, gold)
    for role in ROLES:
        sample.labels[role] = [_right(one, gold[role]) for one in measured[role]]
    return sample


def _right(measured: Measured, gold: Sequence[str]) -> bool:
    candidate = measured.candidate
    if candidate.origin == "class" and any(_is_class(candidate.name, name) for name in gold):
        return True
    test: Callable[[str, str], bool] = same_product if candidate.origin == "product" else same_name
    return any(test(candidate.name, name) for name in gold)


def _is_class(name: str, gold: str) -> bool:
    """Whether another databank's value says the same as a class of people ("Unknown X users")."""
    return any(one.curated.search(gold) for one in load_cues().classes if one.name == name)


def same_product(name: str, gold: str) -> bool:
    """Whether an organisation's name is also the system's: nothing but words such as "robot" sets them apart.

    Stricter than the scoring, which takes "Tesla" for "Tesla Autopilot".
    """
    for one in variants(name):
        for other in variants(gold):
            a, b = set(one.split()), set(other.split())
            if a and b and (a <= b or b <= a) and (a ^ b) <= _GENERIC:
                return True
    return False
