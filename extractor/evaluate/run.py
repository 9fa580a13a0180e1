"""Evaluating: draft every report of a gold file, or read drafts made before, and measure them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, SourceUnreadable, UsageError
from extractor.evaluate.calibration import calibrate
from extractor.evaluate.figures import Evaluation
from extractor.evaluate.gold import FIELDS, GoldRow, as_list, read_gold, read_lines
from extractor.evaluate.page import render_page
from extractor.evaluate.scores import judge, score_rows

if TYPE_CHECKING:
    from extractor.drafting.records import Draft
    from extractor.report import Report

Progress = Callable[[int, int], None]
"""Called as progress(done, total) after each report."""
Drafter = Callable[["Report"], "Draft"]


def evaluate(
    gold: Path | str,
    predictions: Path | str | None = None,
    *,
    save: Path | str | None = None,
    html: Path | str | None = None,
    every: bool = False,
    drafter: Drafter | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure drafts against curated entries.

    gold: JSON Lines, articles with ``entry_2024`` or approved drafts with ``entry`` and their text.
    predictions: drafts made before, ``{"id": gold id, "entry": ..., "confidence": ...}`` a line; without it every
    report is drafted. save: where to write the drafts as such a file. html: where to write a page with the curves.
    every: also articles that are not linked to a databank row. drafter: what drafts a report (default: the shipped
    pipeline). Raises SourceNotFound, SourceUnreadable or UsageError; a report that cannot be drafted is recorded.
    """
    rows = list(read_gold(Path(gold), every=every))
    if not rows:
        raise UsageError(
            f"{gold} holds no curated entry to measure against.", "Give a file with linked or approved entries."
        )
    failed: list[tuple[str, str]] = []
    if predictions is not None:
        drafts = read_predictions(Path(predictions))
    else:
        drafts = dict(_draft_all(rows, drafter or default_drafter(), failed, progress))
    if save is not None:
        save_predictions(Path(save), drafts)
    result = measure(rows, drafts, failed)
    if html is not None:
        Path(html).write_text(render_page(result, title=Path(gold).name), encoding="utf-8")
    return result


def measure(
    rows: list[GoldRow], drafts: Mapping[str, Mapping[str, Any]], failed: Iterable[tuple[str, str]] = ()
) -> Evaluation:
    """The figures of drafts (by gold id) against gold rows."""
    empty: dict[str, Any] = {}
    pairs = [(row, drafts.get(row.id, empty).get("entry") or empty) for row in rows]
    scores = score_rows(pairs)
    judged: dict[str, list[tuple[float, bool]]] = {name: [] for name in FIELDS}
    for row in rows:
        for name, confidence, right in _judged(row, drafts.get(row.id, empty)):
            judged[name].append((confidence, right))
    return Evaluation(
        articles=len(rows),
        missing=sum(row.id not in drafts for row in rows),
        failed=tuple(failed),
        fields={name: scores[name] for name in FIELDS if name in scores},
        calibration=calibrate([pair for pairs_ in judged.values() for pair in pairs_]),
        by_field={name: calibrate(judged[name]) for name in FIELDS},
    )


def read_predictions(path: Path) -> dict[str, dict[str, Any]]:
    """Drafts by gold id. Raises SourceUnreadable for a line without an entry."""
    drafts = {}
    for number, row in read_lines(path):
        if not isinstance(row.get("entry"), dict):
            raise SourceUnreadable(f'Line {number} of {path} has no "entry".', "Write drafts with --save.")
        drafts[row["id"]] = row
    return drafts


def save_predictions(path: Path, drafts: Mapping[str, Mapping[str, Any]]) -> None:
    """Write drafts as JSON Lines, each under its gold id."""
    with path.open("w", encoding="utf-8") as out:
        for name, draft in drafts.items():
            out.write(json.dumps({**draft, "id": name}, ensure_ascii=False) + "\n")


def _judged(row: GoldRow, draft: Mapping[str, Any]) -> Iterator[tuple[str, float, bool]]:
    """(field, confidence, right) of every drafted value with a confidence whose field the curators filled."""
    entry, confidence = draft.get("entry") or {}, draft.get("confidence") or {}
    for name in FIELDS:
        gold, drafted = row.values[name], as_list(entry.get(name) or None) or []
        if not gold:
            continue
        several = isinstance(entry.get(name), list)
        for at, right in enumerate(judge(name, gold, drafted)):
            stated = confidence.get(f"/{name}/{at}" if several else f"/{name}")
            if isinstance(stated, int | float):
                yield name, float(stated), right


def default_drafter() -> Drafter:
    """The shipped pipeline's ``draft``."""
    from extractor.drafting import draft

    return draft


def _draft_all(
    rows: list[GoldRow], drafter: Drafter, failed: list[tuple[str, str]], progress: Progress | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for done, row in enumerate(rows, 1):
        if row.report is None:
            failed.append((row.id, "the gold file has no text for it"))
        else:
            try:
                yield row.id, drafter(row.report).to_dict()
            except ExtractorError as error:
                failed.append((row.id, str(error)))
        if progress is not None:
            progress(done, len(rows))
