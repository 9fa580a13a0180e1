"""How often the entries that the program shows as like a report hold the report's own.

    python benchmarks/precedents_shown.py ARTICLES.jsonl

Over the articles that are linked to a row of the databank and fit to measure on. The last figure takes their own row
away: how often something is shown although the databank has nothing of the incident.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models"))

from training.data import read_articles

from extractor.pipeline.heading import heading_of
from extractor.pipeline.precedents import report_words, shipped_precedents


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    table, counts = shipped_precedents(), Counter[str]()
    for row in read_articles(parser.parse_args().articles):
        if not row.linked or row.databank_id not in table.ids:
            continue
        near = table.near_counts(report_words(row.report.text, heading_of(row.report)))
        shown = [one.id for one in near.nearest]
        own = np.array(table.ids) == row.databank_id
        without = replace(near, likeness=np.where(own, 0.0, near.likeness).astype(np.float32))
        counts.update({"of": 1, "shown": bool(shown), "first": shown[:1] == [row.databank_id]})
        counts.update({"among": row.databank_id in shown, "absent": bool(without.nearest)})
    print(
        f"{counts['of']} articles whose entry the databank has: {counts['shown']} have entries like them, "
        f"{counts['first']} their own first, {counts['among']} their own among these; "
        f"with their own taken away {counts['absent']} still have some"
    )


if __name__ == "__main__":
    main()
