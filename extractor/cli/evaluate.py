"""``extractor evaluate``: drafts against curated entries."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import AsJson

PROGRESS_SECONDS = 5.0


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSON lines: texts with their curated entries.")],
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Entries drafted before; else the texts are drafted now.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the drafted entries here.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures as a page, too.")] = None,
    every: Annotated[bool, typer.Option("--every", help="Also texts whose link to an entry is not certain.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score drafts against curated entries, field by field.

    \b
    Example:
      extractor evaluate gold.jsonl --html figures.html
    """
    from extractor.cli.output import print_json, print_table, say
    from extractor.evaluate import evaluate as measure

    last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > PROGRESS_SECONDS:
            last = time.monotonic()
            say(f"{done} of {total}")

    result = measure(gold, predictions, save=save, html=html, every=every, progress=progress)
    if as_json:
        print_json(result.to_dict())
        return
    print_table(
        ("Field", "Precision", "Recall", "F1", "Right", "Drafted", "Curated"),
        [
            (name, f"{s.precision:.2f}", f"{s.recall:.2f}", f"{s.f1:.2f}", s.hits, s.drafted, s.gold)
            for name, s in result.fields.items()
        ],
        wide="Curated",
    )
    for name, reason in result.failed:
        say(f"{name}: {reason}")
    say(f"{result.articles} texts, {result.missing} without a draft; mean F1 {result.mean_f1:.3f}.")
    if result.failed:
        raise typer.Exit(1)
