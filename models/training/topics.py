"""Training the topics component: cross-validation by incident, both stages, thresholds, files and figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from extractor.evaluate.calibration import calibrate
from extractor.evaluate.matching import label as fold_term
from extractor.pipeline.topics.habits import Habits
from extractor.pipeline.topics.lexical import lexical_hits
from extractor.pipeline.topics.meaning import Meaning, load_vectors
from extractor.pipeline.topics.model import FieldModel, Hit, databank_inputs
from training.data import Material, Row, annotate, write_oof
from training.first_stage import FirstStage, features_of, fit, opening_of
from training.folds import FOLDS, split
from training.habits import habit_inputs, habits_of, known_names, write_habits
from training.labels import FIELDS, Label, gold, make_labels
from training.meaning import fit_meaning
from training.precedents import lift_inputs
from training.readings import with_readings
from training.second_stage import Example, fit_field, scores_of

EXCLUDE = ("actors", "places", "dates", "claims", "disputes", "roles", "setting", "topics")
"""Components that training does not need; topics itself cannot load before it is trained. Actors are found with a
table of names of each fold's own."""
Counts = dict[int, tuple[Counter[str], Counter[str]]]
"""By ``id(row)``: the features of the whole text, and of its opening."""
READ = ("sector", "issue")
"""Fields whose words are also learned from readings of articles outside the databank. Of technology and transparency
readers give more values than the databank's curators do: with theirs the F1 fell from .706 to .693, .778 to .750."""
LEAST_ROWS = 5
"""Labels with fewer rows are not trained (terms of the technologies component stay, judged by their words alone)."""


@dataclass(slots=True)
class Outcome:
    """Out-of-fold result of one article. accepted: (field, label, score) that cleared the threshold."""

    row: Row
    accepted: list[tuple[str, str, float]] = field(default_factory=list)


@dataclass(slots=True)
class TrainedTopics:
    """The final model, and what cross-validation says of it."""

    stage: FirstStage
    meaning: Meaning
    labels: list[Label]
    fields: dict[str, FieldModel]
    outcomes: list[Outcome]
    habits: dict[str, Habits]


def run(material: Material, *, out: Path, oof: Path | None = None) -> None:
    """Train on everything, write the component into ``out``, and print what cross-validation says."""
    texts = with_readings([*material.articles, *material.narratives], READ)
    docs = annotate(material.nlp, [*material.article_docs, *material.narrative_docs])
    trained = train([*texts, *material.sheet], {row.id: doc for row, doc in zip(texts, docs, strict=True)})
    figures = figures_of(trained)
    for name, line in figures["fields"].items():
        print(f"  {name:22s} " + "  ".join(f"{key} {value}" for key, value in line.items()))
    print(f"  expected calibration error {figures['ece']}")
    write(trained, out, {"figures": figures, "rows": len(texts) + len(material.sheet)})
    if oof is not None:
        write_oof(oof, "topics", oof_rows(trained))


def figures_of(trained: TrainedTopics) -> dict[str, Any]:
    """The out-of-fold figures, with each field's final threshold."""
    figures = score_outcomes(trained.outcomes, trained.fields)
    for name, line in figures["fields"].items():
        line["threshold"] = trained.fields[name].threshold
    return figures


def score_outcomes(outcomes: Sequence[Outcome], names: Iterable[str]) -> dict[str, Any]:
    """Precision, recall and F1 per field on the linked articles, and the calibration of accepted values."""
    linked = [o for o in outcomes if o.row.linked]
    table: dict[str, Any] = {}
    judged: list[tuple[float, bool]] = []
    for name in names:
        hits = drafted = wanted = rows = 0
        for outcome in linked:
            known = gold(outcome.row, name)
            if known is None:
                continue
            found = {label: score for f, label, score in outcome.accepted if f == name}
            rows, hits = rows + 1, hits + len(known & found.keys())
            drafted, wanted = drafted + len(found), wanted + len(known)
            judged += [(score, label in known) for label, score in found.items()]
        table[name] = {
            "rows": rows,
            "precision": round(hits / max(drafted, 1), 3),
            "recall": round(hits / max(wanted, 1), 3),
            "f1": round(2 * hits / max(drafted + wanted, 1), 3),
        }
    return {"fields": table, "ece": round(calibrate(judged).ece, 4), "values": len(judged)}


def train(rows: Sequence[Row], docs: dict[str, Doc]) -> TrainedTopics:
    """Cross-validate, then train on all rows.

    docs: by row id, for articles and narratives, annotated up to technologies.
    """
    rows = [row for row in rows if "non_english" not in row.flags]
    counts = {id(row): (features_of(row), opening_of(row)) for row in rows}
    labels = make_labels(rows, LEAST_ROWS)
    examples, folds = _out_of_fold(rows, counts, labels, docs)
    outcomes = cross_validate(rows, labels, examples, folds)
    stage, meaning = _first_stages(rows, counts, labels)
    fields = {name: fit_field(name, *_of_field(labels, name), examples, rows) for name in _names(labels)}
    return TrainedTopics(stage, meaning, labels, fields, outcomes, habits_of(rows, known_names(rows)))


def hits_of(doc: Doc) -> dict[str, dict[str, Hit]]:
    """What the technologies component found, by field and label."""
    found = lexical_hits(doc)
    return {
        name: {fold_term(name, term): hit for term, hit in sorted(terms.items(), key=lambda t: t[1].count)}
        for name, terms in found.items()
    }


def _names(labels: Sequence[Label]) -> list[str]:
    return [name for name in FIELDS if any(label.field == name for label in labels)]


def _of_field(labels: Sequence[Label], name: str) -> tuple[list[Label], list[int]]:
    columns = [j for j, label in enumerate(labels) if label.field == name]
    return [labels[j] for j in columns], columns


def _first_stages(rows: Sequence[Row], counts: Counts, labels: Sequence[Label]) -> tuple[FirstStage, Meaning]:
    found = [counts[id(row)] for row in rows]
    stage = fit(rows, [words for words, _ in found], labels)
    return stage, fit_meaning(rows, [opening for _, opening in found], labels, load_vectors())


def _out_of_fold(
    rows: Sequence[Row], counts: Counts, labels: Sequence[Label], docs: dict[str, Doc]
) -> tuple[list[Example], list[int]]:
    examples, folds = [], []
    for fold in range(FOLDS):
        train_rows, test = split(rows, fold)
        test = [r for r in test if r.kind != "sheet" and any(gold(r, n) is not None for n in FIELDS if n not in r.read)]
        stage, meaning = _first_stages(train_rows, counts, labels)
        words = stage.logits([counts[id(r)][0] for r in test])
        points = np.stack([meaning.logits(counts[id(r)][1]) for r in test])
        openings = stage.logits([counts[id(r)][1] for r in test])
        logits = np.stack([words, points, openings], axis=1)
        habits = habit_inputs(train_rows, labels, (docs[row.id] for row in test))
        lifts = lift_inputs(train_rows, labels, (docs[row.id] for row in test))
        for row, logit, habit, lift in zip(test, logits, habits, lifts, strict=True):
            databank = {name: databank_inputs(habit.get(name), lift.get(name)) for name in habit.keys() | lift.keys()}
            examples.append(Example(row, logit, hits_of(docs[row.id]), databank))
        folds += [fold] * len(test)
    return examples, folds


def cross_validate(
    rows: Sequence[Row], labels: Sequence[Label], examples: Sequence[Example], folds: Sequence[int]
) -> list[Outcome]:
    """Later stages and thresholds from four folds, applied to the fifth."""
    outcomes = {e.row.id: Outcome(e.row) for e in examples if e.row.kind == "article"}
    for fold in range(FOLDS):
        rest = [e for e, at in zip(examples, folds, strict=True) if at != fold]
        held = [e for e, at in zip(examples, folds, strict=True) if at == fold and e.row.id in outcomes]
        countable, _ = split(rows, fold)
        for name in _names(labels):
            model = fit_field(name, *_of_field(labels, name), rest, countable)
            for e in held:
                scores = scores_of(model, e)
                outcomes[e.row.id].accepted += [(name, model.labels[i], float(scores[i])) for i in model.accept(scores)]
    return list(outcomes.values())


def oof_rows(trained: TrainedTopics) -> list[dict[str, Any]]:
    """Out-of-fold predictions of the linked articles, as partial entries."""
    terms = {(label.field, label.name): label.terms[0] for label in trained.labels}
    found = []
    for outcome in trained.outcomes:
        if not outcome.row.linked:
            continue
        entry: dict[str, Any] = {}
        confidence: dict[str, float] = {}
        for name, label, score in outcome.accepted:
            if name == "type":
                entry["type"], confidence["/type"] = terms[name, label], round(score, 4)
            elif "." not in name:
                values = entry.setdefault(name, [])
                confidence[f"/{name}/{len(values)}"] = round(score, 4)
                values.append(terms[name, label])
        found.append({"id": outcome.row.id, "entry": entry, "confidence": confidence})
    return found


def write(trained: TrainedTopics, folder: Path, about: dict[str, Any]) -> None:
    """Write topics.npz and topics.json, weights as signed bytes per label, and habits.json."""
    stage = trained.stage
    used = np.abs(stage.weights).max(1) > 0
    names = [name for name, keep in zip(stage.vocabulary, used, strict=True) if keep]
    trained_labels = np.flatnonzero(np.abs(stage.weights).max(0) > 0)
    weights = stage.weights[used][:, trained_labels]
    scale = np.abs(weights).max(0) / 127
    arrays: dict[str, Any] = {f"lift.{n}": f.companions.lift for n, f in trained.fields.items() if f.companions}
    arrays |= {"meaning.weights": trained.meaning.weights, "meaning.bias": trained.meaning.bias}
    np.savez_compressed(
        folder / "topics.npz",
        vocabulary=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        idf=stage.idf[used].astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        trained=trained_labels.astype(np.int32),
        bias=stage.bias.astype(np.float32),
        **{name: array.astype(np.float16) for name, array in arrays.items()},
    )
    checksum = trained.meaning.words.checksum
    table = {
        "about": about,
        "vectors": checksum,
        "fields": {name: _table(model) for name, model in trained.fields.items()},
    }
    text = json.dumps(table, ensure_ascii=False, indent=1)
    (folder / "topics.json").write_text(text + "\n", encoding="utf-8")
    write_habits(trained.habits, folder)


def _table(model: FieldModel) -> dict[str, Any]:
    return {
        "threshold": model.threshold, "floor": model.floor, "most": model.most, "common": model.common,
        "weights": _short(model.weights), "bias": round(model.bias, 5),
        "mean": _short(model.mean), "scale": _short(model.scale), "companions": _companions(model),
        "views": model.views, "habits": model.habits,
        "precedents": model.precedents,
        "slope": round(model.slope, 5), "shift": round(model.shift, 5), "specific": sorted(model.specific),
        "labels": [
            {"label": name, "terms": list(terms), "column": int(column), "prior": round(float(prior), 4),
             "hit_rate": round(float(rate), 4), "strong_rate": round(float(strong), 4)}
            for name, terms, column, prior, rate, strong in zip(
                model.labels, model.terms, model.columns, model.prior, model.hit_rate, model.strong_rate, strict=True
            )
        ],
    }  # fmt: skip


def _companions(model: FieldModel) -> dict[str, Any] | None:
    third = model.companions
    return {"weights": _short(third.weights), "bias": round(third.bias, 5)} if third else None


def _short(values: Any) -> list[float]:
    return [round(float(v), 5) for v in values]
