"""What keeps an entry from being approved: values nobody decided on, and what schema and rules find wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.databank import Finding, check
from extractor.drafting.records import Draft
from extractor.report import Report
from extractor.review.fields import Field, all_fields, words_of
from extractor.review.slots import Review, plain


def errors_in(review: Review, document: Draft, reports: Mapping[str, Report], *, whole: bool = False) -> list[Finding]:
    """What schema and rules find wrong with a draft under review.

    whole: check all of it again. Otherwise claims, and all but the first evidence of values that stand as suggested,
    are left out: they passed when the draft was saved and have not changed, and they are most of the work.
    """
    data = document.to_dict() if whole else _changing_part(review, document)
    return [finding for finding in check(data, dict(reports)) if finding.severity == "error"]


def _changing_part(review: Review, document: Draft) -> dict[str, Any]:
    as_suggested = set()
    for field in all_fields():
        for number, slot in enumerate(slot for slot in review.of(field) if slot.stands):
            if slot.evidence is slot.suggested_evidence:
                as_suggested.add(f"{field.pointer}/{number}" if field.many else field.pointer)
    return {
        "id": document.id, "status": document.status, "entry": document.entry, "confidence": document.confidence,
        "empty": document.empty, "roles": document.roles, "reports": document.reports,
        "evidence": {
            pointer: [plain(each) for each in (found[:1] if pointer in as_suggested else found)]
            for pointer, found in document.evidence.items()
        },
    }  # fmt: skip


def blockers_of(review: Review, errors: Sequence[Finding]) -> list[dict[str, Any]]:
    """What is in the way, each with the id of the value (or the pointer of the field) where it can be mended.

    errors: what ``errors_in`` found in the draft as it stands.
    """
    found = [
        {"pointer": slot.id, "label": slot.field.label, "rule": "undecided", "nearest": [],
         "message": f"“{_short(words_of(slot.value))}” is not decided yet."}
        for slot in review.open_slots
    ]  # fmt: skip
    for finding in errors:
        pointer, field = _place(review, finding.pointer)
        label = field.label if field else "The draft"
        found.append({"pointer": pointer, "label": label, "rule": finding.rule, "nearest": list(finding.nearest),
                      "message": finding.message})  # fmt: skip
    return found


def _place(review: Review, pointer: str) -> tuple[str, Field | None]:
    """The slot that a finding is about: its pointer counts the values that stand, a slot keeps its first name."""
    inner = pointer.removeprefix("/entry")
    for part in ("/evidence/", "/confidence/", "/empty/"):
        if pointer.startswith(part):
            inner = pointer.removeprefix(part).split("/")[0].replace("~1", "/").replace("~0", "~")
    for field in all_fields():
        if inner == field.pointer:
            return field.pointer, field
        if inner.startswith(field.pointer + "/"):
            number = inner.removeprefix(field.pointer + "/").split("/")[0]
            standing = [slot.id for slot in review.of(field) if slot.stands]
            if number.isdigit() and int(number) < len(standing):
                return standing[int(number)], field
            return field.pointer, field
    return "", None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
