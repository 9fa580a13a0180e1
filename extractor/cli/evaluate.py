"""``extractor evaluate``: drafts against curated entries, or their claims against gold attributions."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import AsJson

if TYPE_CHECKING:
    from extractor.evaluate import Evaluation

PLAIN_SECONDS = 5.0
"""How often a line tells the progress where there is no terminal."""
CONFUSIONS = 3
"""How many values of each kind are told as the worst confusions of a field."""


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="JSON lines: texts with their curated entries, or attributions.")
    ],
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Drafts made before; else the texts are drafted now.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the drafts here, as JSON lines.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures as a page, too.")] = None,
    every: Annotated[bool, typer.Option("--every", help="Also texts whose link to an entry is not certain.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score drafts against curated entries, field by field; or their claims, where GOLD holds attributions.

    \b
    Example:
      extractor evaluate gold.jsonl --html figures.html
    """
    from extractor.cli.output import print_json
    from extractor.evaluate import evaluate as measure
    from extractor.evaluate import evaluate_attributions, holds_attributions

    with _progress() as progress:
        if holds_attributions(gold):
            figures = evaluate_attributions(gold, predictions, save=save, progress=progress)
            result = None
        else:
            result = measure(gold, predictions, save=save, html=html, every=every, progress=progress)
            figures = result.to_dict()
    if as_json:
        print_json(figures)
    elif result is None:
        _print_claims(figures)
    else:
        _print_entries(result)
    if result is not None and result.failed:
        raise typer.Exit(1)


def _print_entries(result: Evaluation) -> None:
    from extractor.cli.output import console, print_table, say

    figures = result.to_dict()["fields"]
    print_table(
        ("Field", "Precision", "Recall", "F1", "Recall of supported", "F1 where roles differ", "ECE", "P at 80 %",
         "Right", "Drafted", "Curated"),
        [
            (name, *(_number(f.get(key)) for key in ("precision", "recall", "f1", "recall_of_supported",
                                                     "f1_operator_not_developer")),
             _number(f["calibration"]["ece"] if f["calibration"]["values"] else None),
             _number(f["calibration"]["precision_at_80_coverage"]), s.hits, s.drafted, s.gold)
            for (name, s), f in zip(result.fields.items(), figures.values(), strict=True)
        ],
        wide="Curated",
    )  # fmt: skip
    out = console()
    out.print("\nWorst confusions")
    for name, field in figures.items():
        parts = [f"{kind} {told}" for kind, told in _confusions(field["confusions"]).items() if told]
        if parts:
            out.print(f"  {name}: {'; '.join(parts)}")
    for name, reason in result.failed:
        say(f"{name}: {reason}")
    fit = result.calibration
    out.print(
        f"\n{result.articles} texts, {result.missing} without a draft; mean F1 {result.mean_f1:.3f}; over all fields "
        f"expected calibration error {fit.ece:.3f}, precision at 80 % coverage {_number(fit.precision_at_coverage)}."
    )


def _print_claims(figures: dict[str, Any]) -> None:
    from extractor.cli.output import console, print_table

    rows = []
    for threshold, at in ((name, figures[name]) for name in ("0.3", "0.5", "0.8")):
        for what in ("content", "content_speaker"):
            shares = [_number(at[what][key]) for key in ("precision", "recall", "f1")]
            rows.append((f"IoU ≥ {threshold}", what.replace("_", " + "), *shares, _number(at["speaker_accuracy"])))
    print_table(("Overlap", "Right when", "Precision", "Recall", "F1", "Speaker accuracy"), rows, wide="Right when")
    at = figures["0.5"]
    console().print(f"\n{at['gold']} attributions with source, cue and content; {at['predicted']} claims drafted.")


def _confusions(found: dict[str, Any]) -> dict[str, str]:
    """The most frequent mistakes of a field in words, by kind."""
    told = {
        kind: ", ".join(f"{one['value']} ({one['count']})" for one in found[kind][:CONFUSIONS])
        for kind in ("missed", "invented")
    }
    pairs = [f"{one['drafted']} for {one['gold']} ({one['count']})" for one in found["mistaken"][:CONFUSIONS]]
    return {**told, "drafted": ", ".join(pairs)}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left on a terminal's standard error, else a line now and then."""
    from extractor.cli.output import say

    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Drafting", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > PLAIN_SECONDS:
            last = time.monotonic()
            say(f"{done} of {total}")

    yield tell
