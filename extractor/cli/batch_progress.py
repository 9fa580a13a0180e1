"""The progress of a batch: a live bar with the time left on a terminal, plain lines elsewhere. On standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from extractor.batch.running import Event
from extractor.cli.output import one_line, say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class Progress:
    """Shows what came of each source, and how many are left. Use it as a context."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._failed = 0
        self._bar = _bar() if total and sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total, failed=0)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, event: Event) -> None:
        """One more source is done."""
        self._done += 1
        self._failed += event.outcome == "failed"
        if self._bar is None:
            say(f"[{self._done}/{self._total}] {_line(event)}")
            return
        if event.outcome == "failed":
            from rich.text import Text

            self._bar.console.print(Text(_line(event), style="yellow"))
        self._bar.update(self._task, completed=self._done, failed=self._failed)


def _line(event: Event) -> str:
    said = f" ({event.code})" if event.code else ""
    return one_line(f"{event.outcome}{said} {event.source}: {event.detail}")


def _bar() -> RichProgress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("Drafting"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True, highlight=False, markup=False, emoji=False),
    )
