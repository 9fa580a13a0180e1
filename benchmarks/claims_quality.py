"""How good and how quick the claims component is.

    python benchmarks/claims_quality.py                          the shipped passages (tests/claims/passages.jsonl)
    python benchmarks/claims_quality.py --attributions FILE      and articles in the PolNeAR shape
    python benchmarks/claims_quality.py --show                   and every miss of the shipped passages

Prints content and speaker figures at three overlaps, stance precision and recall, speakers resolved to actors, what
claims are about, the status of contested roles, and the component's time as a share of the bare parse.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import time
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.evaluate.claims import match, read_marked, read_rows, score_claims
from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.component import ClaimsComponent
from extractor.pipeline.claims.contested import role_statements, status_of
from extractor.report import Report

SHIPPED = Path(__file__).resolve().parent.parent / "tests" / "claims" / "passages.jsonl"
OURS = ("actors", "technologies", "places", "dates", "disputes", "setting", "roles", "topics")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, default=SHIPPED)
    parser.add_argument("--attributions", type=Path, help="articles in the PolNeAR shape, JSON Lines")
    parser.add_argument(
        "--half", choices=("dev", "test", "all"), default="test", help="which articles, by hash of their id"
    )
    parser.add_argument(
        "--pipeline-actors", action="store_true", help="find the passages' actors, instead of giving them"
    )
    parser.add_argument("--show", action="store_true", help="print every miss of the shipped passages")
    parser.add_argument("--split", choices=("dev", "test", "both"), default="both")
    args = parser.parse_args()
    out = OURS if not args.pipeline_actors else OURS[1:]
    nlp = load_pipeline(exclude=[*out, "claims"])
    component = ClaimsComponent(nlp, "claims")
    rows = [read_marked(row) for row in read_rows(args.passages)]
    for split in ("dev", "test"):
        if args.split in (split, "both"):
            chosen = [row for row in rows if row["split"] == split]
            print(f"\n== shipped passages, {split}: {len(chosen)} ==")
            passages_report(chosen, nlp, component, not args.pipeline_actors, args.show)
    if args.attributions:
        articles = [r for r in read_rows(args.attributions) if args.half in ("all", half_of(r["id"]))]
        print(f"\n== attributions, {args.half}: {len(articles)} articles ==")
        articles_report(articles, nlp, component)


def half_of(name: str) -> str:
    """The half an article belongs to: cues were looked for in "dev", figures come from "test"."""
    return ("dev", "test")[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def parse(nlp: Language, row: dict[str, Any], give_actors: bool) -> Doc:
    """A row's text parsed, with the actors that the row names when they are to be given."""
    doc = nlp(make_doc(nlp, Report.from_text(row["text"])))
    if give_actors:
        doc._.actors = [a for a in (given_actor(row["text"], **one) for one in row["actors"]) if a is not None]
    return doc


def given_actor(text: str, name: str, kind: str) -> Actor | None:
    """An actor with its mentions in a text: by name, and a person by surname."""
    forms = [name] if kind != "person" else [name, name.rsplit(maxsplit=1)[-1]]
    pattern = "|".join(rf"\b{re.escape(form)}\b" for form in forms)
    mentions = [TextSpan.cut(text, m.start(), m.end()) for m in re.finditer(pattern, text)]
    return Actor(name=name, kind=kind, mentions=mentions) if mentions else None


def as_row(claim: Claim) -> dict[str, Any]:
    """A claim in the shape of the scorer."""
    spans = {"speaker": claim.speaker, "cue": claim.cue, "content": claim.content}
    return {**{name: [s.start, s.end] if s is not None else None for name, s in spans.items()}, "stance": claim.stance}


def print_scores(figures: dict[str, Any]) -> None:
    """Content and speaker figures, one line for each overlap, then stances."""
    for threshold in ("0.3", "0.5", "0.8"):
        at = figures[threshold]
        content, both = at["content"], at["content_speaker"]
        print(
            f"IoU>={threshold}: content P {content['precision']:.3f} R {content['recall']:.3f} F1 {content['f1']:.3f}"
            f" | content+speaker P {both['precision']:.3f} R {both['recall']:.3f} F1 {both['f1']:.3f}"
            f" | speaker accuracy {at['speaker_accuracy']:.3f}  (gold {at['gold']}, predicted {at['predicted']})"
        )
    stance = figures.get("stance")
    if stance:
        print(f"stance accuracy {stance['accuracy']:.3f} on {stance['matched']} matched claims")
        for name, by in stance["by"].items():
            print(
                f"  {name:20} P {by['precision']:.2f} R {by['recall']:.2f}  "
                f"(gold {by['gold']}, predicted {by['predicted']})"
            )


def passages_report(rows: list[dict[str, Any]], nlp: Language, component: Any, give_actors: bool, show: bool) -> None:
    """All figures of the shipped passages."""
    docs = [component(parse(nlp, row, give_actors)) for row in rows]
    print_scores(
        score_claims(
            rows, ({"id": r["id"], "claims": [as_row(c) for c in d._.claims]} for r, d in zip(rows, docs, strict=True))
        )
    )
    counts: dict[str, list[int]] = {
        name: [0, 0] for name in ("exact content", "exact speaker", "exact cue", "polarity", "actor")
    }
    wrong_actor = actors_said = 0
    about = [0, 0, 0]
    roles = [0, 0]
    plain = 0
    for row, doc in zip(rows, docs, strict=True):
        notes: list[str] = []
        matched = match(row["attributions"], [as_row(c) for c in doc._.claims], 0.5)
        for at_claim, at_gold in matched.items():
            claim, gold = doc._.claims[at_claim], row["attributions"][at_gold]
            if "stance" not in gold:
                continue
            gold_speaker = [(s, e) for s, e in gold["source"]]
            right = {
                "exact content": [claim.content.start, claim.content.end]
                == [gold["content"][0][0], gold["content"][-1][1]],
                "exact speaker": [(claim.speaker.start, claim.speaker.end)] == gold_speaker[:1]
                if claim.speaker
                else not gold_speaker,
                "exact cue": claim.cue is not None and [claim.cue.start, claim.cue.end] in gold["cue"],
                "polarity": claim.polarity == gold["polarity"],
                "actor": claim.actor == gold["actor"],
            }
            for name, ok in right.items():
                counts[name][0] += ok
                counts[name][1] += 1
                if not ok:
                    notes.append(
                        f"{name} of {claim.content.text!r}: {claim.speaker and claim.speaker.text!r} "
                        f"{claim.cue and claim.cue.text!r} {claim.polarity} {claim.actor}"
                    )
            actors_said += claim.actor is not None
            wrong_actor += claim.actor is not None and claim.actor != gold["actor"]
            if claim.stance != gold["stance"]:
                notes.append(f"stance {claim.stance}, gold {gold['stance']}: {claim.content.text!r}")
            mine = {
                (a.name, a.relation, a.negated) for a in claim.about if a.relation is not None and a.kind == "actor"
            }
            theirs = {(a[1], a[2], a[3]) for a in gold["about"] if a[0] == "actor"}
            about[0] += len(mine & theirs)
            about[1] += len(mine)
            about[2] += len(theirs)
            if mine != theirs:
                notes.append(f"about {sorted(map(str, mine))}, gold {sorted(map(str, theirs))}")
        missed = [a for n, a in enumerate(row["attributions"]) if n not in matched.values()]
        notes += [f"missed {[row['text'][s:e] for s, e in a['content']]}" for a in missed]
        notes += [
            f"extra {c.content.text!r} ({c.cue and c.cue.text})" for n, c in enumerate(doc._.claims) if n not in matched
        ]
        statements = role_statements(doc)
        for key, status in row["roles"].items():
            name, role = key.rsplit("/", 1)
            mine_ = status_of(statements.get((name, role), []))
            roles[0] += mine_ == status
            roles[1] += 1
            plain += status != "asserted" and mine_ == "asserted"
            if mine_ != status:
                notes.append(f"role {key} {mine_}, gold {status}")
        if show and notes:
            print(f"-- {row['id']}: {row['text']}", *(f"     {note}" for note in notes), sep="\n")
    print(" | ".join(f"{name} {right}/{of}" for name, (right, of) in counts.items()))
    print(f"actors: {wrong_actor} wrong of {actors_said} named")
    print(f"about (actor, relation, negated): P {about[0]}/{about[1]} R {about[0]}/{about[2]}")
    print(f"role status right {roles[0]}/{roles[1]}; denied or contested roles left plain: {plain}")


def articles_report(rows: list[dict[str, Any]], nlp: Language, component: Any) -> None:
    """Figures of articles, and the component's time beside the parse."""
    predicted: list[dict[str, Any]] = []
    parsing = claiming = 0.0
    for row in rows:
        doc = make_doc(nlp, Report.from_text(row["text"]))
        start = time.perf_counter()
        doc = nlp(doc)
        parsed = time.perf_counter()
        doc = component(doc)
        claiming += time.perf_counter() - parsed
        parsing += parsed - start
        predicted.append({"id": row["id"], "claims": [as_row(c) for c in doc._.claims]})
    print_scores(score_claims(rows, predicted))
    print(f"time: bare parse {parsing:.1f} s, claims {claiming:.1f} s, ratio {claiming / max(parsing, 1e-9):.3f}")


if __name__ == "__main__":
    main()
