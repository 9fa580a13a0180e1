"""How denied and contested roles fare on the shipped denial passages (tests/claims/denials.jsonl).

    python benchmarks/contested_quality.py            totals of each part
    python benchmarks/contested_quality.py --show     and every miss

A denied or contested role counts as found when it comes out as either; "plain" when it comes out as asserted, "missing"
when nothing is said of it. "wrongly" counts roles that nobody denies, which come out as denied or contested. The
passages are invented, also where they name real organisations. The "dev" part was worked on, in the end "test" too;
"later" was written by somebody else after the rules.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from claims_quality import given_actor
from spacy.language import Language

from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.claims.contested import role_statements, status_of
from extractor.report import Report

SHIPPED = Path(__file__).resolve().parent.parent / "tests" / "claims" / "denials.jsonl"
OURS = ("actors", "technologies", "places", "dates", "setting", "roles", "topics")
DISPUTED = ("denied", "contested")


def statuses(nlp: Language, row: dict[str, Any]) -> dict[str, str]:
    """Status by "actor/role" of everything a passage says, its actors given."""
    doc = make_doc(nlp, Report.from_text(row["text"]))
    doc._.actors = [a for one in row["actors"] if (a := given_actor(row["text"], **one)) is not None]
    return {f"{name}/{role}": status_of(said) for (name, role), said in role_statements(nlp(doc)).items()}


def totals(nlp: Language, rows: list[dict[str, Any]], show: bool = False) -> Counter[str]:
    """Counts over rows: found, plain, missing, of, wrongly, right."""
    counts: Counter[str] = Counter()
    for row in rows:
        got = statuses(nlp, row)
        for key in sorted({*row["roles"], *got}):
            gold, mine = row["roles"].get(key), got.get(key)
            if gold in DISPUTED:
                outcome = "found" if mine in DISPUTED else "plain" if mine == "asserted" else "missing"
                counts.update([outcome, "of"])
                counts["right"] += gold == mine
                if show and outcome != "found":
                    print(f"{row['id']} {key}: {mine}, gold {gold} | {row['text']}")
            else:
                counts["wrongly"] += mine in DISPUTED
    return counts


def main() -> None:
    """Print the totals of each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    nlp = load_pipeline(exclude=OURS)
    rows = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    for half in ("dev", "test", "later"):
        c = totals(nlp, [r for r in rows if r["split"] == half], show)
        print(
            f"{half}: {c['found']} of {c['of']} denied or contested roles found ({c['right']} with the exact status), "
            f"{c['plain']} plain, {c['missing']} missing; {c['wrongly']} wrongly denied or contested"
        )


if __name__ == "__main__":
    main()
