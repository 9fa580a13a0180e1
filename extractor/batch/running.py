"""A batch from sources to saved drafts: what is done is skipped, what fails is recorded, the rest goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.mapping import map_documents
from extractor.batch.records import Job, Record
from extractor.drafting.records import Draft
from extractor.errors import InvalidDraft
from extractor.report import Report
from extractor.store import Databank


@dataclass(frozen=True, slots=True)
class Event:
    """What came of one source. outcome: "drafted", "known" (the same report is drafted already) or "failed".

    detail: the draft's id, or the reason. code: of the failure, else None.
    """

    source: str
    outcome: str
    detail: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A source to draft. sha256: of its raw bytes, None for what is not a readable file."""

    source: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. done: sources drafted before; failed: sources that failed before and are not tried again."""

    work: list[WorkItem]
    done: int = 0
    failed: int = 0


def plan_work(databank: Databank, sources: Iterable[str], *, retry_failed: bool = False) -> Plan:
    """Sort out what earlier runs have done.

    A file is known by its path and its bytes: one that was changed is drafted again. An address is known by itself.
    A copy of a drafted report needs no work either. retry_failed: try again what failed.
    """
    work: list[WorkItem] = []
    done = failed = 0
    for source in sources:
        sha256 = _hash_of(source)
        outcome = databank.outcome(source, sha256)
        if outcome in ("drafted", "known") or (sha256 and databank.draft_of_raw(sha256)):
            done += 1
        elif outcome == "failed" and not retry_failed:
            failed += 1
        else:
            work.append(WorkItem(source, sha256))
    return Plan(work, done, failed)


def run_batch(
    databank: Databank, work: Iterable[WorkItem], job: Job, *, workers: int = 1, timeout: float = 120.0
) -> Iterator[Event]:
    """Draft the sources on worker processes and save each draft as it comes; yields what came of each.

    timeout: seconds for one source. Closing the iterator ends the workers; what was yielded is saved.
    Raises DatabankError when the databank can no longer be written, ModelError when no worker can load the model.
    """
    hashes: dict[str, str | None] = {}

    def sources() -> Iterator[str]:
        for item in work:
            hashes[item.source] = item.sha256
            yield item.source

    with closing(map_documents(sources(), job, workers, timeout)) as results:  # type: ignore[type-var]
        for source, record in results:
            yield _save(databank, source, record, hashes.pop(source, None))


def _save(databank: Databank, source: str, record: Record, sha256: str | None) -> Event:
    sha256 = record.get("sha256") or sha256
    if record["ok"]:
        report = Report.from_dict(record["report"])
        draft = Draft.from_dict(record["draft"])
        try:
            saved = databank.save_draft(draft, [report], source=source)
        except InvalidDraft as error:
            record = {"code": error.code, "message": str(error)}
        else:
            known = draft.id if saved else databank.draft_of(report) or draft.id
            return Event(source, "drafted" if saved else "known", known)
    databank.record_failure(source, record["code"], record["message"], sha256)
    return Event(source, "failed", record["message"], record["code"])


def _hash_of(source: str) -> str | None:
    """SHA-256 of a file's bytes; None for an address, and for a file that cannot be read: its turn will say why."""
    path = Path(source)
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
