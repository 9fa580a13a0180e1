"""Scoring claims: content, speaker and stance against attributions labelled by people.

Gold, one row a text: ``{"id", "text", "attributions": [{"source": [[s, e], …], "cue": […], "content": […]}]}``, and
optionally "stance" and "actor" on an attribution. Predictions: ``{"id", "claims": [{"speaker", "cue", "content"}]}``,
each a pair [start, end], or None, or a dict with "start" and "end" as a draft has it. Offsets are characters.

Only gold with source, cue and content counts for recall; a prediction that matches a gold attribution without them
counts neither way. A content matches at intersection over union of characters of at least the threshold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.errors import SourceNotFound, UsageError

THRESHOLDS = (0.3, 0.5, 0.8)


def score_claims(gold: Iterable[dict[str, Any]], pred: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Figures by threshold ("0.3", "0.5", "0.8"), and stance figures at 0.5 where the gold has stances.

    Each threshold has "content" and "content_speaker" (precision, recall, f1), "speaker_accuracy", "gold" and
    "predicted". Raises UsageError when a row has no id.
    """
    rows = {_id(row): row for row in gold}
    claims = {_id(row): row.get("claims", []) for row in pred}
    figures: dict[str, Any] = {str(t): _at(rows, claims, t) for t in THRESHOLDS}
    stances = stance_pairs(rows.values(), claims)
    if stances:
        figures["stance"] = stance_figures(stances)
    return figures


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON Lines file. Raises SourceNotFound or UsageError in plain words."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SourceNotFound(f"{path} cannot be read.", "Name a JSON Lines file of attributions.") from error
    try:
        return [json.loads(line) for line in lines if line.strip()]
    except ValueError as error:
        raise UsageError(f"{path} is not JSON Lines: {error}.", "Put one JSON object on each line.") from error


def match(attributions: Sequence[dict[str, Any]], claims: Sequence[dict[str, Any]], threshold: float) -> dict[int, int]:
    """Index of claim -> index of attribution, best overlap first, each used once."""
    golden = [_chars(a["content"]) for a in attributions]
    predicted = [_chars([extent]) if (extent := _extent(c.get("content"))) else set() for c in claims]
    pairs = sorted(
        (
            (len(p & g) / len(p | g), at_claim, at_gold)
            for at_claim, p in enumerate(predicted)
            for at_gold, g in enumerate(golden)
            if p & g
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    used: set[int] = set()
    for overlap, at_claim, at_gold in pairs:
        if overlap >= threshold and at_claim not in matched and at_gold not in used:
            matched[at_claim] = at_gold
            used.add(at_gold)
    return matched


def stance_pairs(gold: Iterable[dict[str, Any]], claims: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, str]]:
    """(gold stance, predicted stance) of every matched claim whose gold has a stance."""
    pairs: list[tuple[str, str]] = []
    for row in gold:
        found = _counted(claims.get(_id(row), []))
        for at_claim, at_gold in match(row["attributions"], found, 0.5).items():
            stance = row["attributions"][at_gold].get("stance")
            if stance:
                pairs.append((stance, str(found[at_claim].get("stance"))))
    return pairs


def stance_figures(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Accuracy over all pairs, and precision and recall by stance."""
    by: dict[str, dict[str, Any]] = {}
    for stance in sorted({s for pair in pairs for s in pair}):
        right = sum(1 for g, p in pairs if g == p == stance)
        said = sum(1 for _, p in pairs if p == stance)
        true = sum(1 for g, _ in pairs if g == stance)
        by[stance] = {"precision": _ratio(right, said), "recall": _ratio(right, true), "gold": true, "predicted": said}
    return {"accuracy": _ratio(sum(1 for g, p in pairs if g == p), len(pairs)), "matched": len(pairs), "by": by}


def _at(
    rows: Mapping[str, dict[str, Any]], claims: Mapping[str, list[dict[str, Any]]], threshold: float
) -> dict[str, Any]:
    right = right_speaker = predicted = golden = 0
    for name, row in rows.items():
        attributions = row["attributions"]
        found = _counted(claims.get(name, []))
        full = [bool(a["source"] and a["cue"]) for a in attributions]
        golden += sum(full)
        skipped = 0
        for at_claim, at_gold in match(attributions, found, threshold).items():
            if not full[at_gold]:
                skipped += 1
                continue
            right += 1
            speaker = _extent(found[at_claim].get("speaker"))
            right_speaker += bool(speaker and _chars([speaker]) & _chars(attributions[at_gold]["source"]))
        predicted += len(found) - skipped
    return {
        "content": _prf(right, predicted, golden),
        "content_speaker": _prf(right_speaker, predicted, golden),
        "speaker_accuracy": _ratio(right_speaker, right),
        "gold": golden,
        "predicted": predicted,
    }


def _counted(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c for c in claims if c.get("content")]


def _id(row: Mapping[str, Any]) -> str:
    if "id" not in row:
        raise UsageError("A row has no id.", "Give every row of gold and predictions the id of its text.")
    return str(row["id"])


def _extent(value: Any) -> tuple[int, int] | None:
    if not value:
        return None
    if isinstance(value, Mapping):
        return int(value["start"]), int(value["end"])
    return int(value[0]), int(value[1])


def _chars(extents: Iterable[Sequence[int]]) -> set[int]:
    return {at for start, end in extents for at in range(start, end)}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _prf(right: int, predicted: int, golden: int) -> dict[str, float]:
    precision, recall = _ratio(right, predicted), _ratio(right, golden)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


_MARK = re.compile(r"\{([SCX])(\d+)\|((?:[^{}]|\{(?!\w+\|))*)\}")
_PARTS = {"S": "source", "C": "cue", "X": "content"}


def read_marked(row: Mapping[str, Any]) -> dict[str, Any]:
    """A passage with inline marks as a gold row with offsets.

    The text marks the speaker, cue and content of statement 1 as ``{S1|…}``, ``{C1|…}``, ``{X1|…}``; a part that
    stands in several places is marked several times. ``row["claims"]`` has each statement's labels by number "n".
    """
    text, end = "", 0
    parts: dict[int, dict[str, Any]] = {}
    for mark in _MARK.finditer(row["text"]):
        text += row["text"][end : mark.start()]
        part = parts.setdefault(int(mark.group(2)), {"source": [], "cue": [], "content": []})
        part[_PARTS[mark.group(1)]].append([len(text), len(text) + len(mark.group(3))])
        text += mark.group(3)
        end = mark.end()
    text += row["text"][end:]
    labels = {claim["n"]: claim for claim in row["claims"]}
    attributions = [{**labels.get(n, {}), **part} for n, part in sorted(parts.items())]
    return {**row, "text": text, "attributions": attributions}
