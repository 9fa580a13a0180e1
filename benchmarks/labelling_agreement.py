"""Two passes of labelling over the shipped claim passages: how far they agree, and every disagreement.

    python benchmarks/labelling_agreement.py [--write]

The first pass is tests/claims/passages.jsonl; the second, made without sight of the first, is
tests/claims/second_pass.jsonl.
Claims are paired at content IoU 0.5. Prints observed agreement and Cohen's kappa for stance, polarity and role status;
--write puts the list into tests/claims/disagreements.md, and keeps the section "Decided" at its end.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from extractor.evaluate.claims import match, read_marked

FOLDER = Path(__file__).parent.parent / "tests" / "claims"
DECIDED = "## Decided"


def rows(name: str) -> dict[str, dict[str, Any]]:
    """Rows of one pass by passage id."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def spans(text: str, claim: dict[str, Any]) -> dict[str, Any]:
    """A second-pass claim with its content as offsets."""
    at = text.find(claim["content"])
    return {**claim, "content": {"start": at, "end": at + len(claim["content"])} if claim["content"] else None}


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa of pairs of labels."""
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (observed - chance) / (1 - chance)


def decided() -> str:
    """The section of disagreements.md that people wrote, with the blank line before it, or nothing."""
    path = FOLDER / "disagreements.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    at = old.find(DECIDED)
    return "\n" + old[at:] if at >= 0 else ""


def main() -> None:
    """Compare the passes, print the figures, and list what they disagree on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    first, second = rows("passages.jsonl"), rows("second_pass.jsonl")
    pairs: dict[str, list[tuple[str, str]]] = {"stance": [], "polarity": [], "actor": [], "role": []}
    listed: list[str] = []
    alone = Counter[str]()
    for name, row in first.items():
        gold = read_marked(row)
        claims = [c for c in (spans(gold["text"], c) for c in second[name]["claims"]) if c["content"]]
        paired = match(gold["attributions"], claims, 0.5)
        alone["first"] += len(gold["attributions"]) - len(paired)
        alone["second"] += len(claims) - len(paired)
        for at_claim, at_gold in paired.items():
            one, other = gold["attributions"][at_gold], claims[at_claim]
            for key in ("stance", "polarity", "actor"):
                pair = (str(one.get(key)), str(other.get(key)))
                pairs[key].append(pair)
                if pair[0] != pair[1]:
                    start, end = other["content"]["start"], other["content"]["end"]
                    listed.append(f"- {name}, {key}: {pair[0]} / {pair[1]}: “{gold['text'][start:end]}”")
        for role in sorted(set(row.get("roles", {})) | set(second[name]["roles"])):
            pair = (row.get("roles", {}).get(role, "none"), second[name]["roles"].get(role, "none"))
            pairs["role"].append(pair)
            if pair[0] != pair[1]:
                listed.append(f"- {name}, role {role}: {pair[0]} / {pair[1]}")
    lines = [f"claims in both {len(pairs['stance'])}, only first {alone['first']}, only second {alone['second']}"]
    for key, found in pairs.items():
        agreed = sum(a == b for a, b in found)
        lines.append(f"{key}: {agreed} of {len(found)} agree ({agreed / len(found):.2f}), kappa {kappa(found):.2f}")
    print("\n".join(lines))
    if options.write:
        head = (
            "# Where the two passes of labelling disagree\n\n"
            "First pass / second pass. Made by `python benchmarks/labelling_agreement.py --write`.\n\n"
        )
        figures = "\n".join(f"- {line}" for line in lines)
        whole = f"{head}{figures}\n\n" + "\n".join(listed) + "\n" + decided()
        (FOLDER / "disagreements.md").write_text(whole, encoding="utf-8")
    else:
        print("\n".join(listed))


if __name__ == "__main__":
    main()
