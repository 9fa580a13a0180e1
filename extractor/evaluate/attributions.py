"""Evaluating claims: draft every text of a file of attributions, or read drafts made before, and score their claims.

A gold row is ``{"id", "text", "attributions": [{"source": [[s, e]], "cue": [[s, e]], "content": [[s, e]]}]}``, the
shape of PolNeAR; offsets are characters of the text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.errors import SourceUnreadable, UsageError
from extractor.evaluate.claims import score_claims
from extractor.evaluate.gold import read_lines
from extractor.evaluate.run import Drafter, Progress, default_drafter, save_predictions
from extractor.report import Report


def holds_attributions(gold: Path) -> bool:
    """Whether a gold file is one of attributions: its first row says so. Raises SourceNotFound or SourceUnreadable."""
    _, first = next(iter(read_lines(gold)), (0, {}))
    return "attributions" in first


def evaluate_attributions(
    gold: Path,
    predictions: Path | None = None,
    *,
    save: Path | None = None,
    drafter: Drafter | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Score the claims of drafts against gold attributions: the figures of ``score_claims``.

    predictions: drafts made before, one a line, ``{"id": gold id, "claims": [...]}``. save: where to keep the drafts.
    Raises SourceNotFound, SourceUnreadable or UsageError.
    """
    rows = [row for _, row in read_lines(gold)]
    if any(not isinstance(row.get("text"), str) or "attributions" not in row for row in rows):
        raise SourceUnreadable(f"{gold} has a row without text or attributions.", "Give every row both.")
    if not rows:
        raise UsageError(f"{gold} holds no attribution to measure against.", "Give a file with rows.")
    if predictions is not None:
        drafts = [row for _, row in read_lines(predictions)]
    else:
        draft = drafter or default_drafter()
        drafts = []
        for done, row in enumerate(rows, 1):
            made = draft(Report.from_text(row["text"], title=row.get("title"))).to_dict()
            drafts.append({**made, "id": row["id"]})
            if progress is not None:
                progress(done, len(rows))
    if save is not None:
        save_predictions(save, {one["id"]: one for one in drafts})
    return score_claims(rows, drafts)
