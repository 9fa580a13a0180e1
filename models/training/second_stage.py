"""The second stage: per field one small logistic regression over (report, label) pairs, which calibrates the first.

It learns from out-of-fold logits, what the technologies component found, how common a label is and how its rivals
do. Its weights are shared by all labels of a field, so that rare labels are judged like frequent ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from extractor.pipeline.lift import lift_of
from extractor.pipeline.technologies.component import load_phrases
from extractor.pipeline.topics.model import Companions, FieldModel, Hit, companion_inputs, log_odds, stack_inputs
from training.data import Row
from training.labels import Label, gold

Floats = npt.NDArray[np.float32]
WEIGHT_NARRATIVE = 0.3
"""Narratives are easier than news: they steady the second stage, and must not lead it."""
WEIGHT_UNLINKED = 1.0
ENOUGH = 40
"""With fewer gold values in linked articles a field's threshold is not tuned: a value must be likelier than not."""
ALWAYS_FILLED = frozenset({"sector", "technology", "issue", "transparency", "type"})
"""Fields that the curators all but always fill: the best label may be accepted below the threshold."""
SINGLE = frozenset({"type"})
"""Fields with exactly one value: another than the most common must be likelier than not."""
SINGLE_THRESHOLD = 0.55
"""On narratives .716 are right with it (.709 at 0.5, .703 at 0.6); on news no threshold beats the most common value."""
COMPANIONED = frozenset({"technology", "issue"})
"""Fields with a third stage; it was tried on sector and transparency too, and did not help there."""
VIEWS = {"sector": 3, "issue": 2}
"""How many views of the first stage a field looks at: words, meaning of the opening, words of the opening; one where
not named. A view was added where it lowered the log-loss on news by more than two standard errors."""
HABITS = frozenset({"sector"})
"""Fields that look at what the databank gives the names of the text; technology was tried, and was worse for it."""
WITHOUT_PRECEDENTS = frozenset({"type", "issue"})
"""Fields that do not look at what entries like the report say. The others had a lower log-loss on news with it; so had
the issue, but its F1 fell, there and on the invented texts."""
MOST = {"type": 1, "purpose": 2}


@dataclass(slots=True)
class Example:
    """A report with its out-of-fold logits (views x labels) and the terms found in it, by field and label.

    databank: by field, what the databank says of each label (labels x numbers), counted without the report's fold.
    """

    row: Row
    logits: Floats
    hits: Mapping[str, Mapping[str, Hit]]
    databank: Mapping[str, Floats | None]


def scores_of(model: FieldModel, example: Example) -> Floats:
    """Probability of each label of a field for an example."""
    return model.scores(example.logits, example.hits.get(model.name, {}), example.databank.get(model.name))


def example_weight(row: Row) -> float:
    """How much a report counts in the second stage."""
    if row.kind == "narrative":
        return WEIGHT_NARRATIVE
    return 1.0 if row.linked else WEIGHT_UNLINKED


def company_of(name: str, labels: Sequence[Label], rows: Sequence[Row]) -> Floats:
    """What one label being there adds to the log-odds of each other, counted in databank rows."""
    known = [found for row in rows if (found := gold(row, name))]
    y = np.array([[label.name in found for label in labels] for found in known], dtype=np.float64)
    count, both = y.sum(0), y.T @ y
    return lift_of(both, count[:, None], (count + 1) / (len(known) + 2), prior=3.0)


def fit_field(
    name: str,
    labels: Sequence[Label],
    columns: Sequence[int],
    examples: Sequence[Example],
    rows: Sequence[Row],
) -> FieldModel:
    """Fit the second and third stage of one field; choose its threshold on the linked articles among the examples.

    What a reading says (``Row.read``) teaches the first stage its words; here only the databank's own values count.
    rows: what may be counted for the third stage (none that shares an incident with what is to be predicted).
    """
    at, views = np.array(columns, dtype=np.intp), VIEWS.get(name, 1)
    use = [e for e in examples if name not in e.row.read and gold(e.row, name) is not None]
    weight = np.array([example_weight(e.row) for e in use], dtype=np.float32)
    known = [gold(e.row, name) or set() for e in use]
    y = np.array([[label.name in g for label in labels] for g in known], dtype=np.float32)
    share = ((y * weight[:, None]).sum(0) + 0.3) / (weight.sum() + 1)
    prior = np.log(share / (1 - share)).astype(np.float32)
    rate, strong_rate = (_hit_rates(name, labels, use, y, strong=strong) for strong in (False, True))
    inputs = np.stack(
        [
            stack_inputs(
                np.atleast_2d(e.logits)[:views, at],
                prior,
                rate,
                strong_rate,
                [e.hits.get(name, {}).get(label.name) for label in labels],
                e.databank.get(name),
            )
            for e in use
        ]
    )
    flat = inputs.reshape(-1, inputs.shape[-1])
    mean, scale = flat.mean(0), flat.std(0)
    scale[scale < 1e-6] = 1.0
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit((flat - mean) / scale, y.ravel(), sample_weight=np.repeat(weight, len(labels)))
    field = FieldModel(
        name=name, labels=tuple(label.name for label in labels), terms=tuple(label.terms for label in labels),
        columns=at, prior=prior, hit_rate=rate, strong_rate=strong_rate, weights=model.coef_[0].astype(np.float32),
        bias=float(model.intercept_[0]), mean=mean.astype(np.float32), scale=scale.astype(np.float32),
        threshold=0.5, floor=0.0, most=MOST.get(name, 12), views=views, habits=name in HABITS,
        precedents=name not in WITHOUT_PRECEDENTS,
    )  # fmt: skip
    if name in COMPANIONED:
        lift = company_of(name, labels, rows)
        third = np.stack([companion_inputs(scores_of(field, e), lift) for e in use])
        model = LogisticRegression(C=1.0, max_iter=1000)
        model.fit(third.reshape(-1, third.shape[-1]), y.ravel(), sample_weight=np.repeat(weight, len(labels)))
        companions = Companions(lift, model.coef_[0].astype(np.float32), float(model.intercept_[0]))
        field = replace(field, companions=companions)
    field = _calibrated_on_news(field, use, y)
    narrow = set(load_phrases()["specific"]["terms"]) if name == "technology" else set()
    field = replace(field, specific=frozenset(label.name for label in labels if narrow & set(label.terms)))
    tune = [e for e in use if e.row.linked] or use
    return with_threshold(field, [(scores_of(field, e), gold(e.row, name) or set()) for e in tune])


def _calibrated_on_news(field: FieldModel, examples: Sequence[Example], y: Floats) -> FieldModel:
    """The field with slope and shift fitted on the articles among the examples; unchanged when they are few."""
    news = [i for i, e in enumerate(examples) if e.row.kind == "article"]
    if len(news) < ENOUGH:
        return field
    scores = [scores_of(field, examples[i]) for i in news]
    z = log_odds(np.concatenate(scores)).reshape(-1, 1)
    model = LogisticRegression(C=100.0).fit(z, y[news].ravel())
    return replace(field, slope=float(model.coef_[0][0]), shift=float(model.intercept_[0]))


def with_threshold(field: FieldModel, scored: Sequence[tuple[Floats, set[str]]]) -> FieldModel:
    """The field with the threshold and floor that give the best micro-F1 on these scores."""
    best, chosen = -1.0, field
    if field.name in SINGLE:
        return replace(field, threshold=SINGLE_THRESHOLD, floor=0.0, common=True)
    sure = sum(len(known) for _, known in scored) >= ENOUGH and field.name != "purpose"
    for threshold in np.arange(0.1 if sure else 0.5, 0.71, 0.02):
        for floor in (0.0, 0.1, 0.2, 0.3, 0.4) if sure and field.name in ALWAYS_FILLED else (1.0,):
            trial = replace(field, threshold=round(float(threshold), 2), floor=floor)
            value = micro_f1(trial, scored)
            if value > best + 1e-9:
                best, chosen = value, trial
    return chosen


def micro_f1(field: FieldModel, scored: Sequence[tuple[Floats, set[str]]]) -> float:
    """Micro-F1 of a field's accepted labels."""
    hits = drafted = wanted = 0
    for scores, known in scored:
        found = {field.labels[i] for i in field.accept(scores)}
        hits, drafted, wanted = hits + len(found & known), drafted + len(found), wanted + len(known)
    return 2 * hits / max(drafted + wanted, 1)


def _hit_rates(name: str, labels: Sequence[Label], examples: Sequence[Example], y: Floats, *, strong: bool) -> Floats:
    """Per label, log-odds that it is right when its words are in the text, smoothed towards the field's own rate.

    strong: count only texts that speak of it at the start and again.
    """
    hits = [[e.hits.get(name, {}).get(label.name) for label in labels] for e in examples]
    found = np.array([[h is not None and (h.strong or not strong) for h in row] for row in hits], dtype=np.float32)
    right = (found * y).sum(0)
    total = found.sum(0)
    overall = float(right.sum() / total.sum()) if total.sum() else 0.3
    rate = (right + 3 * overall) / (total + 3)
    odds: Floats = np.log(rate / (1 - rate)).astype(np.float32)
    return odds
