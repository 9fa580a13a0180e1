"""``extractor batch``: many reports at once."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import DEFAULT_DATABANK, AsJson, DatabankFolder
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.batch.running import Plan

MOST_WORKERS = 8
"""More are started only when asked for: each holds the model in memory."""


def batch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="Files, folders, globs, addresses, files of addresses."),
    ] = None,
    urls: Annotated[list[str] | None, typer.Option(metavar="FILE", help="A file with an address on each line.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, metavar="N", help="Processes; one for each core.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="For one report.")] = 120.0,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")] = False,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy English pipeline.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Go on with texts that are not English.")] = False,
    databank: DatabankFolder = DEFAULT_DATABANK,
    as_json: AsJson = False,
) -> None:
    """Draft many reports, on several processes.

    What cannot be drafted is recorded with its reason and does not stop the rest. Stopped by Ctrl-C or worse, the
    same command goes on where it was. Folders are searched for .html, .pdf, .txt and .md files; files of addresses
    are those called *.urls, and text files that hold nothing else.

    \b
    Example:
      extractor batch reports/ 'more/**/*.pdf' list.urls --workers 4
      extractor batch failures
    """
    if sources == ["failures"] and not Path("failures").exists():
        failures(databank, as_json)
        return
    if not sources and not urls:
        raise UsageError("Name at least one source:", "a file, a folder, a glob, an address or --urls FILE.")
    if "-" in (sources or ()):
        raise UsageError("Standard input is one report, not many:", "extractor draft - takes it.")
    from extractor.batch.job import DraftJob
    from extractor.batch.running import plan_work, run_batch
    from extractor.batch.sources import list_sources
    from extractor.cli.batch_progress import Progress
    from extractor.store import Databank

    found = list_sources(sources or (), urls or ())
    with _stop_like_interrupt(), Databank.open(databank, wait=30.0) as opened:
        plan = plan_work(opened, found.sources, retry_failed=retry_failed)
        counts: Counter[str] = Counter()
        interrupted = False
        with Progress(len(plan.work)) as progress:
            try:
                job = DraftJob(databank, model, force)
                count = workers or min(_cores(), MOST_WORKERS)
                for event in run_batch(opened, plan.work, job, workers=count, timeout=timeout):
                    counts[event.outcome] += 1
                    progress.show(event)
            except KeyboardInterrupt:
                interrupted = True
    _summarise(plan, counts, found.left_out, as_json=as_json, interrupted=interrupted)
    if interrupted:
        raise typer.Exit(130)
    if counts["failed"] or plan.failed:
        raise typer.Exit(1)


def failures(databank: DatabankFolder = DEFAULT_DATABANK, as_json: AsJson = False) -> None:
    """List the sources that could not be drafted, and why.

    A source leaves the list once it is drafted: extractor batch --retry-failed tries again.

    \b
    Example:
      extractor batch failures --json
    """
    from extractor.cli.output import print_json, print_table, say
    from extractor.store import Databank

    with Databank.open(databank, read_only=True) as opened:
        found = opened.failures()
    if as_json:
        print_json([each.to_dict() for each in found])
        return
    if found:
        print_table(("Code", "Source", "Reason"), [(f.code, f.source, f.message) for f in found], wide="Reason")
    say(f"{len(found)} failure{'' if len(found) == 1 else 's'}.")


def _summarise(plan: Plan, counts: Counter[str], left_out: int, *, as_json: bool, interrupted: bool) -> None:
    from extractor.cli.output import print_json, say

    left = len(plan.work) - counts.total()
    summary = {
        "drafted": counts["drafted"], "known": counts["known"], "failed": counts["failed"], "done_before": plan.done,
        "failed_before": plan.failed, "left": left, "left_out": left_out,
    }  # fmt: skip
    if as_json:
        print_json(summary)
    parts = [f"{counts['drafted']} drafted"]
    parts += [f"{counts['known']} known already"] if counts["known"] else []
    parts += [f"{counts['failed']} failed (see: extractor batch failures)"] if counts["failed"] else []
    parts += [f"{plan.done} done before"] if plan.done else []
    parts += [f"{plan.failed} failed before (--retry-failed tries again)"] if plan.failed else []
    parts += [f"{left_out} files that are no reports left out"] if left_out else []
    say(("Interrupted. " if interrupted else "") + ", ".join(parts) + ".")
    if interrupted:
        say(f"{left} left: the same command goes on from here.")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _stop_like_interrupt() -> Iterator[None]:
    """Being told to end (SIGTERM) is answered like Ctrl-C: what is done is saved, the workers are ended."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = None
    with suppress(ValueError):  # not in the main thread
        before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        with suppress(ValueError):
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
        sys.stderr.flush()
