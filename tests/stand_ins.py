"""Stand-ins for what is slow: jobs for batches that travel to other processes, and a draft made without a model."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from extractor.drafting.records import Draft, Evidence, empty_entry
from extractor.errors import ModelError, SourceEmpty
from extractor.report import Report
from extractor.store import RawFolder


def quick_draft(report: Report) -> Draft:
    """A valid draft of any report: its first line is the headline."""
    headline = report.text.strip().split("\n", 1)[0]
    start = report.text.index(headline)
    words = Evidence(report.id, start, start + len(headline), headline, None, "stand-in")
    return Draft(
        {**empty_entry(), "headline": headline},
        evidence={"/headline": [words]},
        confidence={"/headline": 0.9},
        empty={"/country": "no place is named"},
        reports=[report.summary()],
        made_by={"extractor": "test", "models": {}},
    )


@dataclass
class Obedient:
    """Does what an item says: a job for ``map_documents``."""

    log: Path | None = None

    def prepare(self) -> None:
        if self.log:
            with self.log.open("a") as stream:
                stream.write(f"prepared {os.getpid()}\n")

    def __call__(self, item: str, /) -> dict[str, object]:
        if item == "hang":
            time.sleep(600)
        if item == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "leave":
            sys.exit(3)
        if item == "raise":
            raise KeyError("not here")
        if item == "refuse":
            raise SourceEmpty("There is nothing in it.", "Look again.")
        if item == "odd":
            return {"ok": True, "odd": object()}
        if item == "big":
            return {"ok": True, "text": "x" * 5_000_000}
        if item == "slow":
            time.sleep(0.3)
        return {"ok": True, "item": item, "by": os.getpid()}


class Unprepared(Obedient):
    """Cannot load its model."""

    def prepare(self) -> None:
        raise ModelError("There is no model.", "Install it.")


class Stillborn(Obedient):
    """Dies before it is ready."""

    def prepare(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class QuickJob:
    """In the place of DraftJob: the same records, without a model. Texts say what should happen to them."""

    databank: Path
    model: str | None = None
    force: bool = False

    def prepare(self) -> None:
        if self.model:
            raise ModelError(f"The spaCy model {self.model!r} cannot be loaded.", "Install it.")

    def __call__(self, source: str, /) -> dict[str, object]:
        raw = Path(source).read_bytes()
        kept = RawFolder(self.databank).keep(raw, {"path": source})
        text = raw.decode()
        if "BROKEN" in text:
            return {"ok": False, "code": "unreadable", "message": f"{source} is broken.", "sha256": kept}
        if "HANG" in text:
            time.sleep(600)
        if "SLOW" in text:
            time.sleep(0.1)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        report = Report.from_text(text, sha256=kept)
        draft = quick_draft(report)
        if "INVALID" in text:
            draft.entry["country"] = ["Burmma"]
        return {"ok": True, "draft": draft.to_dict(), "report": report.to_dict(), "sha256": kept}


def main() -> int:
    """The ``extractor`` command with QuickJob in the place of DraftJob, for tests that need a process of its own."""
    import extractor.batch.job
    from extractor.cli import main as command

    extractor.batch.job.DraftJob = QuickJob  # type: ignore[assignment, misc]
    return command()


if __name__ == "__main__":
    sys.exit(main())
