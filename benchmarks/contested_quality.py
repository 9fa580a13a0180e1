"""How denied and contested roles fare on the shipped denial passages (tests/claims/denials.jsonl).

    python benchmarks/contested_quality.py            totals of each part
    python benchmarks/contested_quality.py --show     and every miss
    python benchmarks/contested_quality.py --pipeline             the same of whole drafts, with the actors they find
    python benchmarks/contested_quality.py --file FILE --pipeline of other passages: JSON lines with id, text, roles
    python benchmarks/contested_quality.py --articles FILE        how many real articles show such a role (every fifth)
    python benchmarks/contested_quality.py --articles FILE --unread   of those that the reader did not learn from

A denied or contested role counts as found when it comes out as either; "plain" when it comes out as asserted, "missing"
when nothing is said of it. "wrongly" counts roles that nobody denies, which come out as denied or contested; most
of them are roles that the passage does not give the actor at all, and would stand there as plain facts else. The
passages are invented, also where they name real organisations. "dev" was worked on, in the end "test" and "blind-dev"
too; "later" and "blind-dev" were written by others than the rules. In whole drafts an actor is matched as extractor
evaluate does, and one that a draft lists twice, once asserted, is plain. The reader of disputes learned from all of
denials.jsonl and unseen.jsonl; tests/claims/blind.jsonl and "excerpts" of unlearned.jsonl are for measuring alone. The
other parts of unlearned.jsonl taught the reader nothing either, but were read, and some rules made after them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claims_quality import given_actor
from spacy.language import Language

from extractor.drafting.statements import roles_of
from extractor.evaluate.matching import same_name
from extractor.pipeline import analyse, load_pipeline, make_doc
from extractor.pipeline.claims.contested import role_statements, status_of
from extractor.report import Report

SHIPPED = Path(__file__).resolve().parent.parent / "tests" / "claims" / "denials.jsonl"
READINGS = SHIPPED.parents[2] / "models" / "training" / "readings.jsonl"
OURS = ("actors", "technologies", "places", "dates", "disputes", "setting", "roles", "topics")
DISPUTED = ("denied", "contested")


def statuses(nlp: Language, row: dict[str, Any]) -> dict[str, str]:
    """Status by "actor/role" of everything a passage says, its actors given."""
    doc = make_doc(nlp, Report.from_text(row["text"]))
    doc._.actors = [a for one in row["actors"] if (a := given_actor(row["text"], **one)) is not None]
    return {f"{name}/{role}": status_of(said) for (name, role), said in role_statements(nlp(doc)).items()}


def drafted(nlp: Language, row: dict[str, Any]) -> dict[str, str]:
    """The same of a draft by the whole pipeline; a key is that of the passage where the actor is one of its own."""
    found: dict[str, str] = {}
    for one in roles_of(analyse(nlp, Report.from_text(row["text"]))):
        if one["role"] not in ("operator", "developer"):
            continue
        mine = f"{one['actor']}/{one['role']}"
        key = next((gold for gold in row["roles"] if _same(gold, one["actor"], one["role"])), mine)
        found[key] = "asserted" if found.get(key) == "asserted" else one["status"]
    return found


def _same(gold: str, actor: str, role: str) -> bool:
    name, _, part = gold.rpartition("/")
    return part == role and same_name(name, actor)


def totals(
    nlp: Language, rows: list[dict[str, Any]], show: bool = False, find: Callable[..., dict[str, str]] = statuses
) -> Counter[str]:
    """Counts over rows: found, plain, missing, of, wrongly, right."""
    counts: Counter[str] = Counter()
    for row in rows:
        got = find(nlp, row)
        for key in sorted({*row["roles"], *got}):
            gold, mine = row["roles"].get(key), got.get(key)
            if gold in DISPUTED:
                outcome = "found" if mine in DISPUTED else "plain" if mine == "asserted" else "missing"
                counts.update([outcome, "of"])
                counts["right"] += gold == mine
                if show and outcome != "found":
                    print(f"{row['id']} {key}: {mine}, gold {gold} | {row['text']}")
            elif mine in DISPUTED:
                counts.update(["wrongly"] if gold else ["wrongly", "spurious"])
                if show:
                    print(f"{row['id']} {key}: {mine}, wrongly; gold {gold} | {row['text']}")
    return counts


def alarms(nlp: Language, path: Path, show: bool, unread: bool) -> None:
    """How many drafts of real articles show a denied or contested role; with ``show``, each with what denies it.

    path: JSON Lines with text, title and url; every fifth, from the third on, is drafted, save those not in English.
    unread: all instead from which the reader of disputes did not learn.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if "non_english" not in row.get("flags", ())]
    read = {json.loads(line)["id"] for line in READINGS.read_text(encoding="utf-8").splitlines()}
    rows = [row for row in rows if row["id"] not in read] if unread else rows[2::5]
    counts: Counter[str] = Counter()
    for row in rows:
        doc = analyse(nlp, Report.from_text(row["text"], title=row.get("title"), url=row.get("url")))
        disputed = [
            one for one in roles_of(doc) if one["role"] in ("operator", "developer") and one["status"] in DISPUTED
        ]
        counts.update({"drafts": bool(disputed), "roles": len(disputed)})
        for one in disputed if show else ():
            print(
                row["id"], one["actor"], one["role"], [s["text"] for s in one["statements"] if s["holds"] == "denies"]
            )
    print(f"{len(rows)} articles: {counts['drafts']} drafts show a denied or contested role, {counts['roles']} roles")


def main() -> None:
    """Print the totals of each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--pipeline", action="store_true")
    parser.add_argument("--file", type=Path, default=SHIPPED)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--unread", action="store_true")
    asked = parser.parse_args()
    nlp = load_pipeline(exclude=() if asked.pipeline or asked.articles else OURS)
    if asked.articles:
        alarms(nlp, asked.articles, asked.show, asked.unread)
        return
    rows = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines()]
    for part in dict.fromkeys(row.get("split", asked.file.stem) for row in rows):
        some = [row for row in rows if row.get("split", asked.file.stem) == part]
        c = totals(nlp, some, asked.show, drafted if asked.pipeline else statuses)
        print(
            f"{part}: {c['found']} of {c['of']} denied or contested roles found ({c['right']} with the exact status), "
            f"{c['plain']} plain, {c['missing']} missing; {c['wrongly']} wrongly denied or contested, "
            f"{c['spurious']} of them parts that nobody in the passage gives or denies the actor"
        )


if __name__ == "__main__":
    main()
