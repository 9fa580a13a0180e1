"""Write the reader of disputes: a small encoder, tuned on passages, and the filter that chooses what it reads.

Usage: PYTHONPATH=models python -m training.disputes ARTICLES [FOLDER [CACHE]]      (the ``vectors`` extra)

The encoder is all-MiniLM-L6-v2 (its first ``LAYERS`` layers, and of its vocabulary what the texts need), tuned on the
passages of passages.jsonl and tests/claims and on windows of articles that a reader looked through for denials
(readings.jsonl). tests/claims/blind.jsonl and unlearned.jsonl are left out, for measuring.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extractor.pipeline import load_pipeline
from training.data import annotate, base_docs, read_articles
from training.dispute_filter import fit_filter
from training.dispute_reader import tune, write_reader
from training.dispute_samples import PASSAGES, Sentences, add_sentences, of_articles, of_passages, read_passages
from training.readings import read_readings

HOME = Path(__file__).resolve().parents[2]
ACCEPT, DOUBT = 0.15, 0.007
"""From which score on a part is shown as disputed; below which it is not, even where a rule of the claims says so."""
MOST_REAL = 900
"""Windows of articles that are learned from: those around the sentences that look most like denials."""


def main() -> None:
    """Collect, tune, write disputes.npz and disputes.json."""
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
    kept = {(owner, text) for _, owner, text in ranked[:MOST_REAL]}
    near = sum(score >= sift.least for score, *_ in ranked) / len(docs)
    print(f"filter: {len(sift.weights)} words, from {sift.least} on; reads {near:.2f} sentences an article", flush=True)
    samples += of_articles(docs, denials, kept)
    told = sum(any(any(label) for label in one.labels) for one in samples)
    print(f"{len(samples)} windows, {told} with a dispute, {sum(one.real for one in samples)} of articles", flush=True)
    reader = tune(samples)
    texts = [row.report.text for row in articles] + [
        piece for s in samples for piece in s.window.pieces if isinstance(piece, str)
    ]
    write_reader(reader, texts, out / "disputes.npz")
    table = {
        "accept": ACCEPT,
        "doubt": DOUBT,
        "marks": list(reader.marks),
        "bias": round(sift.bias, 4),
        "least": sift.least,
        "words": sift.weights,
    }
    (out / "disputes.json").write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
