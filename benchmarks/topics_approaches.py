"""Other ways to a topic's first score, through the same second stage and the same folds.

    python benchmarks/topics_approaches.py --sheet FILE --articles FILE --narratives FILE [--cache FOLDER]

Prints out-of-fold F1 by field on the linked articles for: the shipped regressions, nearest neighbours, latent
dimensions, and naive Bayes ratios; the view of word vectors stands beside each. Takes some minutes; needs the
``train`` extra.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models"))

from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from training import topics
from training.data import annotate, base_docs, read_articles, read_narratives, read_sheet
from training.first_stage import features_of, fit, opening_of, targets
from training.folds import FOLDS, split
from training.habits import habit_inputs
from training.labels import gold, make_labels
from training.meaning import fit_meaning
from training.second_stage import Example

from extractor.pipeline import load_pipeline
from extractor.pipeline.topics.meaning import load_vectors

FIELDS = ("sector", "technology", "issue", "transparency", "type")
Matrix = Any
Scorer = Callable[[Matrix, Any, Any, Matrix], Any]
"""(training matrix, labels, weights, test matrix) -> log-odds of every label for every test row."""


def neighbours(x: Matrix, y: Any, weight: Any, test: Matrix, k: int = 40) -> Any:
    """Votes of the nearest texts by cosine, squared."""
    near = np.asarray((test @ x.T).todense())
    share = ((y * weight).sum(0) + 0.5) / (weight.sum(0) + 1)
    found = np.empty((test.shape[0], y.shape[1]))
    for i, row in enumerate(near):
        best = np.argsort(-row, kind="stable")[:k]
        votes = (row[best] ** 2)[:, None] * (weight[best] > 0)
        found[i] = ((votes * y[best]).sum(0) + 0.02 * share) / (votes.sum(0) + 0.02)
    return _odds(found)


def latent(x: Matrix, y: Any, weight: Any, test: Matrix, size: int = 200) -> Any:
    """A regression per label over the text's latent dimensions."""
    reduce = TruncatedSVD(size, random_state=0, n_iter=3).fit(x)
    return _regress(_unit(reduce.transform(x)), y, weight, _unit(reduce.transform(test)))


def bayes(x: Matrix, y: Any, weight: Any, test: Matrix) -> Any:
    """A regression per label over words scaled by their naive Bayes log-ratio."""
    found = np.empty((test.shape[0], y.shape[1]))
    for j in range(y.shape[1]):
        use = weight[:, j] > 0
        have, rest = x[use & (y[:, j] > 0)].sum(0) + 1, x[use & (y[:, j] == 0)].sum(0) + 1
        ratio = np.asarray(np.log(have / have.sum()) - np.log(rest / rest.sum())).ravel()
        scaled, scaled_test = x.multiply(ratio).tocsr(), test.multiply(ratio).tocsr()
        found[:, j : j + 1] = _regress(scaled, y[:, j : j + 1], weight[:, j : j + 1], scaled_test)
    return found


def _regress(x: Matrix, y: Any, weight: Any, test: Matrix) -> Any:
    found = np.empty((test.shape[0], y.shape[1]))
    for j in range(y.shape[1]):
        use = weight[:, j] > 0
        have = y[use, j].sum()
        if have < 2 or have == use.sum():
            found[:, j] = np.log((have + 0.5) / (use.sum() - have + 0.5))
            continue
        model = LogisticRegression(C=30.0, solver="liblinear", tol=1e-2, random_state=0)
        model.fit(x[use], y[use, j], sample_weight=weight[use, j])
        found[:, j] = model.decision_function(test)
    return found


def _unit(rows: Any) -> Any:
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def _odds(share: Any) -> Any:
    clipped = np.clip(share, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


APPROACHES: dict[str, Scorer | None] = {
    "regressions (shipped)": None, "neighbours": neighbours, "latent": latent, "bayes ratios": bayes,
}  # fmt: skip


def main() -> None:
    """Run all approaches and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("sheet", "articles", "narratives"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    nlp = load_pipeline(exclude=topics.EXCLUDE)
    texts = [*read_articles(args.articles), *read_narratives(args.narratives)]
    articles = [row for row in texts if row.kind == "article"]
    narratives = [row for row in texts if row.kind == "narrative"]
    docs = annotate(nlp, [*base_docs(nlp, articles, args.cache, "articles"),
                          *base_docs(nlp, narratives, args.cache, "narratives")])  # fmt: skip
    by_id = {row.id: doc for row, doc in zip(texts, docs, strict=True)}
    hits = {name: topics.hits_of(doc) for name, doc in by_id.items()}
    rows = [row for row in [*texts, *read_sheet(args.sheet)] if "non_english" not in row.flags]
    labels = [label for label in make_labels(rows, topics.LEAST_ROWS) if label.field in FIELDS]
    counts = {id(row): features_of(row) for row in rows}
    openings = {id(row): opening_of(row) for row in rows}
    for name, scorer in APPROACHES.items():
        started = time.monotonic()
        examples, folds = [], []
        for fold in range(FOLDS):
            train, test = split(rows, fold)
            test = [r for r in test if r.kind != "sheet" and any(gold(r, f) is not None for f in FIELDS)]
            stage = fit(train, [counts[id(r)] for r in train], labels if scorer is None else labels[:1])
            found, opened = ([kind[id(r)] for r in test] for kind in (counts, openings))
            if scorer is None:
                words, opening = stage.logits(found), stage.logits(opened)
            else:
                x, known = stage.matrix([counts[id(r)] for r in train]), targets(train, labels)
                words, opening = (scorer(x, *known, stage.matrix(seen)).astype(np.float32) for seen in (found, opened))
            meaning = fit_meaning(train, [openings[id(r)] for r in train], labels, load_vectors())
            points = np.stack([meaning.logits(seen) for seen in opened])
            logits = np.stack([words, points, opening], axis=1)
            habits = list(habit_inputs(train, labels, (by_id[row.id] for row in test)))
            examples += [Example(row, logits[i], hits[row.id], habits[i]) for i, row in enumerate(test)]
            folds += [fold] * len(test)
        outcomes = topics.cross_validate(rows, labels, examples, folds)
        figures = topics.score_outcomes(outcomes, FIELDS)
        line = "  ".join(f"{f} {v['f1']:.3f}" for f, v in figures["fields"].items())
        print(
            f"{name:22s} {line}  calibration error {figures['ece']:.3f}  ({time.monotonic() - started:.0f} s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
