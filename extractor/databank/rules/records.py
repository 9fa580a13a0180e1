"""Rules about the records around an entry."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.databank.findings import Finding
from extractor.databank.pointers import pointer
from extractor.databank.rules.subject import Subject


def reports_listed_once(subject: Subject) -> Iterator[Finding]:
    """A draft lists at least one report, each once, under the id that its text's hash gives."""
    if subject.draft is None:
        return
    seen: set[str] = set()
    for i, report in enumerate(subject.draft["reports"]):
        name, at = report["id"], pointer("reports", i, "id")
        if name in seen:
            yield Finding(at, name, "report", f"The report {name} is listed twice.")
        if name != f"r{report['text_sha256'][:12]}":
            yield Finding(at, name, "report", f"The id {name} is not the one that the report's text has.")
        given = subject.reports.get(name)
        if given is not None and given.text_sha256 != report["text_sha256"]:
            yield Finding(pointer("reports", i, "text_sha256"), report["text_sha256"], "report",
                          f"The text of report {name} is not the one that was drafted from.")  # fmt: skip
        seen.add(name)
    if not seen:
        yield Finding("/reports", [], "report", "The draft names no report that it was made from.")
