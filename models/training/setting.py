"""Training the setting component: country, year and year of release, cross-validated by incident.

Two stages. First naive Bayes over words for the country, naive Bayes and logistic regression for the year; then a
softmax over each report's candidates. The second stage learns from first-stage scores of texts that the first stage
had not seen, and from a table of known names without the rows of the text's own fold.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.pipeline.actors.forms import key_of, written_forms
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.setting import country, released, year
from extractor.pipeline.setting.known import Incident, NameTable
from extractor.pipeline.setting.ranker import Ranker
from training.data import Material, Row, annotate, write_oof
from training.folds import FOLDS, fold_of
from training.labels import countries_of, years_of
from training.precedents import fold_precedents
from training.ranking import Choice, Ranked, calibration_error, f1_of, fit_curve, fit_ranker, fit_thresholds
from training.setting_words import Sample, Words

EXCLUDE = ("actors", "technologies", "claims", "disputes", "roles", "setting", "topics")
"""Components that must not run while training: this one needs places and dates only."""

LINKED_WEIGHT = {"country": 1.0, "year": 3.0}
NARRATIVE_WEIGHT = {"country": 4.0, "year": 0.1}
"""Second stage: only a third of the articles has a country, so narratives must help there; for the year they do not."""
RIDGE = {"country": 20.0, "year": 5.0}


def name_table(sheet: Sequence[Row]) -> NameTable:
    """Names of operators, developers and systems with the rows they stand in."""
    incidents: list[Incident] = []
    rows: dict[str, list[int]] = {}
    systems: set[str] = set()
    for at, row in enumerate(sheet):
        years, since = years_of(row), years_of(row, "released")
        incidents.append(
            Incident(row.group, tuple(countries_of(row)), years[0] if years else 0, since[0] if since else 0)
        )
        for column in ("operator", "developer", "system"):
            for cell in row.entry.get(column) or []:
                plain = re.sub(r"\s*\([^)]*\)", "", cell)
                for name in {cell, plain, *plain.split("/"), *re.findall(r"\(([^)]*)\)", cell)}:
                    name = name.strip()  # noqa: PLW2901
                    if len(name) > 2 and not name[0].islower():
                        found = rows.setdefault(name, [])
                        if at not in found:
                            found.append(at)
                        if column == "system":
                            systems.add(name)
    return NameTable(incidents, dict(sorted(rows.items())), frozenset(systems))


@dataclass(frozen=True, slots=True)
class Question:
    """How one field is asked: its candidates with their features, and its gold values."""

    name: str
    features: tuple[str, ...]
    single: bool
    describe: Callable[[Sample, dict[str, float], dict[Any, float]], tuple[list[Any], list[list[float]]]]
    gold: Callable[[Sample], list[Any]]


def _describe_country(
    sample: Sample, words: dict[str, float], prior: dict[Any, float]
) -> tuple[list[Any], list[list[float]]]:
    sample.country.words = words
    names = country.candidates(sample.country)
    return names, [country.features(name, sample.country, prior) for name in names]


def _describe_year(
    sample: Sample, words: dict[str, float], prior: dict[Any, float]
) -> tuple[list[Any], list[list[float]]]:
    assert sample.year is not None
    sample.year.words = {int(name): score for name, score in words.items()}
    years = year.candidates(sample.year)
    return years, [year.features(y, sample.year, prior) for y in years]


QUESTIONS = (
    Question("country", country.FEATURES, False, _describe_country, lambda sample: sample.countries),
    Question("year", year.FEATURES, True, _describe_year, lambda sample: sample.years),
)


def prior_of(samples: Sequence[Sample], gold: Callable[[Sample], list[Any]]) -> dict[Any, float]:
    """How often each value is right: half of all samples, half of the linked articles."""
    shares: Counter[Any] = Counter()
    for group in (samples, [sample for sample in samples if sample.row.linked]):
        counts = Counter(value for sample in group for value in gold(sample))
        for value, count in counts.items():
            shares[value] += 0.5 * count / max(sum(counts.values()), 1)  # type: ignore[assignment]
    return dict(shares)


def _choices(
    samples: Sequence[Sample], question: Question, scores: dict[int, dict[str, float]], prior: dict[Any, float]
) -> list[Choice]:
    found = []
    for at, words in scores.items():
        sample = samples[at]
        gold = question.gold(sample)
        if gold:
            weight = NARRATIVE_WEIGHT[question.name] if sample.row.kind == "narrative" else 1.0
            if sample.row.linked:
                weight = LINKED_WEIGHT[question.name]
            names, rows = question.describe(sample, words, prior)
            found.append(Choice(rows, [name in gold for name in names], weight))
    return found


def cross_validate(samples: Sequence[Sample], words: Words, question: Question) -> dict[str, Ranked]:
    """Out-of-fold candidates of every linked article, by row id, with raw softmax probabilities."""
    texts = [at for at, sample in enumerate(samples) if sample.row.kind != "sheet"]
    found = {}
    for test in range(FOLDS):
        prior = prior_of([sample for sample in samples if sample.fold != test], question.gold)
        scores: dict[int, dict[str, float]] = {}
        for inner in range(FOLDS):
            if inner != test:
                unseen = words.scores(question.name, frozenset({test, inner}))
                scores |= {at: unseen[at] for at in texts if samples[at].fold == inner}
        ranker = fit_ranker(_choices(samples, question, scores, prior), question.features, RIDGE[question.name])
        unseen = words.scores(question.name, frozenset({test}))
        for at in texts:
            sample = samples[at]
            if sample.fold == test and sample.row.linked:
                names, rows = question.describe(sample, unseen[at], prior)
                order = sorted(zip(names, ranker.probabilities(rows), strict=True), key=lambda pair: -pair[1])
                gold = question.gold(sample)
                size = min(len(gold), 1) if question.single else len(gold)
                found[sample.row.id] = Ranked([(name, float(p)) for name, p in order[:5]], set(gold), size)
    return found


def fit_final(samples: Sequence[Sample], words: Words, question: Question, ranked: list[Ranked]) -> Ranker:
    """The ranker to ship: learned from everything, calibrated and cut by what cross-validation found."""
    prior = prior_of(samples, question.gold)
    scores: dict[int, dict[str, float]] = {}
    for inner in range(FOLDS):
        unseen = words.scores(question.name, frozenset({inner}))
        scores |= {at: unseen[at] for at, s in enumerate(samples) if s.fold == inner and s.row.kind != "sheet"}
    ranker = fit_ranker(_choices(samples, question, scores, prior), question.features, RIDGE[question.name])
    judged = [
        (p, name in one.gold) for one in ranked if one.gold for name, p in one.candidates[: 1 if question.single else 2]
    ]
    ranker.slope, ranker.shift = fit_curve([p for p, _ in judged], [ok for _, ok in judged])
    return ranker


def prepare(material: Material) -> tuple[list[Sample], NameTable]:
    """All rows as samples: articles, narratives, and each sheet row once, in its 2024 edition where there is one."""
    once: dict[str, Row] = {}
    for row in sorted(material.sheet, key=lambda row: row.version):
        once.setdefault(row.group, row)
    sheet = list(once.values())
    table = name_table(sheet)
    texts = [*material.articles, *material.narratives]
    docs: list[Doc] = annotate(material.nlp, [*material.article_docs, *material.narrative_docs])
    samples = [Sample(row, fold_of(row.group), countries_of(row), years_of(row)) for row in [*texts, *sheet]]
    gazetteer = load_gazetteer()
    in_fold = {k: {row.group for row in sheet if fold_of(row.group) == k} for k in range(FOLDS)}
    precedents = fold_precedents(texts, material.sheet)
    for sample, doc in zip(samples, docs, strict=False):
        near = precedents[sample.fold].near(doc)
        # A text never sees its own fold's rows: as strict for what is learned from as for what is predicted.
        sample.known = table.find(doc.text, in_fold[sample.fold])
        sample.country = country.read_clues(doc, gazetteer, sample.known, {})
        sample.year = year.read_clues(doc, sample.known, {}, near)
    return samples, table


def run(material: Material, *, out: Path, oof: Path | None = None) -> None:
    """Train on everything, write setting.json and setting.npz into ``out``, and print what cross-validation says."""
    samples, table = prepare(material)
    words = Words(samples)
    data: dict[str, Any] = {
        "credit": "Learned from the AIAAIC repository (CC BY-SA 4.0), https://www.aiaaic.org",
        "figures": {},
    }
    predictions: dict[str, dict[str, Any]] = {}
    for question in QUESTIONS:
        found = cross_validate(samples, words, question)
        ranker = fit_final(samples, words, question, list(found.values()))
        for one in found.values():
            one.candidates = [(name, ranker.calibrated(p)) for name, p in one.candidates]
        scored = [one for one in found.values() if one.gold]
        ranker.first, ranker.further = fit_thresholds(scored, question.single)
        figures = {
            "rows": len(scored),
            "best is right": round(sum(one.candidates[0][0] in one.gold for one in scored) / len(scored), 3),
            "f1": round(f1_of(scored, ranker.first, ranker.further), 3),
            "thresholds": [ranker.first, ranker.further],
            "ece": round(calibration_error(scored, ranker.first, ranker.further), 4),
        }
        print(f"  {question.name}: {figures}")
        data["figures"][question.name] = figures
        data[question.name] = ranker.to_dict()
        data[f"{question.name}_prior"] = {str(k): round(v, 5) for k, v in prior_of(samples, question.gold).items()}
        for row_id, one in found.items():
            entry = predictions.setdefault(row_id, {"id": row_id, "entry": {}, "confidence": {}})
            _keep(entry, question, one, ranker)
    data["released"] = data["figures"]["released"] = _released(samples)
    print(f"  released: {data['released']}")
    data["known"] = table.to_dict()
    (out / "setting.json").write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    words.model().save(out / "setting.npz")
    if oof is not None:
        write_oof(oof, "setting", predictions.values())


def _keep(entry: dict[str, Any], question: Question, one: Ranked, ranker: Ranker) -> None:
    accepted = one.accepted(ranker.first, ranker.further)
    scores = dict(one.candidates)
    if question.name == "country":
        entry["entry"]["country"] = accepted
        entry["confidence"] |= {f"/country/{at}": round(scores[name], 4) for at, name in enumerate(accepted)}
    elif accepted:
        entry["entry"]["occurred"] = str(accepted[0])
        entry["confidence"]["/occurred"] = round(scores[accepted[0]], 4)


def _released(samples: Sequence[Sample]) -> dict[str, float]:
    """How often the year of release of a curated system is right: when the text states it, when the databank has it."""
    right: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for sample in samples:
        gold = years_of(sample.row, "released")
        if not gold or sample.year is None or sample.row.kind != "article":
            continue
        own = {key_of(form) for name in sample.row.entry.get("system") or () for form in written_forms(name)}
        latest = str(max(sample.years)) if sample.years else None
        all_found = released.releases(sample.year, latest, own)
        for kind in ("stated", "known"):
            found = [r for r in all_found if r.stated == (kind == "stated")]
            if found:
                tried[kind] += 1
                right[kind] += int(found[0].value[:4]) in gold
    rates = {kind: round((right[kind] + 1) / (tried[kind] + 2), 3) for kind in ("stated", "known")}
    return {**rates, "threshold": 0.3, "stated rows": tried["stated"], "known rows": tried["known"]}
