"""How often the words for a speaker are given to the right actor in real reports.

    python benchmarks/speakers_resolved.py ARTICLES.jsonl

speakers.jsonl holds 380 speakers of ARTICLES' texts (offsets only), drawn at random by kind from what the claims
component found in November 2026, and whom a language model took them to mean; more than one name where either does,
none where it is nobody known or no speaker. The "read" half was worked on, the other never looked at.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from extractor.evaluate.claims import read_rows
from extractor.pipeline import analyse, load_pipeline
from extractor.report import Report

LABELS = Path(__file__).with_name("speakers.jsonl")


def main() -> None:
    """Print precision and recall by kind of words, for the half that was read and the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    wanted = defaultdict(list)
    for label in read_rows(LABELS):
        wanted[label["id"]].append(label)
    nlp = load_pipeline(exclude=("technologies", "places", "dates", "disputes", "roles", "setting", "topics"))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in read_rows(parser.parse_args().articles):
        if row["id"] not in wanted:
            continue
        doc = analyse(nlp, Report.from_text(row["text"], title=row.get("title"), url=row.get("url")))
        found = {claim.speaker.start: claim.actor for claim in doc._.claims if claim.speaker is not None}
        for label in wanted[row["id"]]:
            actor = found.get(label["start"])
            for kind in (label["kind"], "all"):
                one = counts[kind, "read" if label["read"] else "unread"]
                one.update(given=actor is not None, right=actor in label["actors"], known=bool(label["actors"]))
    for (kind, half), one in sorted(counts.items()):
        precision, recall = one["right"] / max(one["given"], 1), one["right"] / max(one["known"], 1)
        print(f"{kind:12} {half:7} {one['right']} right of {one['given']} given and {one['known']} known:", end=" ")
        print(f"precision {precision:.2f}, recall {recall:.2f}")


if __name__ == "__main__":
    main()
