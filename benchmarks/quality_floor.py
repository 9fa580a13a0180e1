"""Measure the shipped components on the small labelled set, and keep its figures as the floor that tests guard.

python benchmarks/quality_floor.py             prints the figures beside the floor
python benchmarks/quality_floor.py --update    raises the floor to them (refuses to lower it)
python benchmarks/quality_floor.py --update --allow-regression
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from extractor.evaluate import Evaluation, evaluate

TESTS = Path(__file__).resolve().parent.parent / "tests"
CORPUS = TESTS / "short_entries.jsonl"
FLOOR = TESTS / "quality_floor.json"
SLACK = 0.02
"""The floor lies this much under the figures it is made of: forty texts, where one value is worth about so much."""
MARGIN = 0.0005
"""Rounding: a figure this much under its floor still holds."""


def corpus_sha256() -> str:
    """Hash of the labelled set: a floor is of one set only."""
    return hashlib.sha256(CORPUS.read_bytes()).hexdigest()


def figures_of(result: Evaluation) -> dict[str, float]:
    """What the floor guards: F1 by field, their mean, and calibration (as 1 - error, so that more is better)."""
    figures = {name: round(score.f1, 3) for name, score in result.fields.items()}
    return {**figures, "mean": round(result.mean_f1, 3), "calibration": round(1 - result.calibration.ece, 3)}


def below(figures: dict[str, float], floor: dict[str, float]) -> list[str]:
    """The names whose figure is under the floor, or missing."""
    return [name for name, least in floor.items() if figures.get(name, 0.0) < least - MARGIN]


def main() -> int:
    """Print the table; 1 when a figure is below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the figures as the new floor")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: the floor may sink")
    args = parser.parse_args()
    figures = figures_of(evaluate(CORPUS))
    stored: dict[str, Any] = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {"floor": {}}
    floor: dict[str, float] = stored["floor"]
    for name, value in figures.items():
        print(f"{name:14s} {value:.3f}   floor {floor.get(name, 0.0):.3f}")
    sunk = below(figures, floor)
    if sunk:
        print(f"below the floor: {', '.join(sunk)}", file=sys.stderr)
    if args.update and (not sunk or args.allow_regression):
        raised = {name: round(max(value - SLACK, 0.0), 3) for name, value in figures.items()}
        if not args.allow_regression:
            raised = {name: max(value, floor.get(name, 0.0)) for name, value in raised.items()}
        table = {"corpus_sha256": corpus_sha256(), "floor": raised}
        FLOOR.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
        print(f"written: {FLOOR}")
        return 0
    return 1 if sunk else 0


if __name__ == "__main__":
    raise SystemExit(main())
