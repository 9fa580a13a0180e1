"""What the review screen shows of a draft, as JSON: fields in databank order, claims by speaker, what blocks it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from extractor.drafting.records import Draft
from extractor.review import outcome
from extractor.review.blocking import blockers_of
from extractor.review.desk import Desk
from extractor.review.fields import Field, all_fields, value_in, words_of
from extractor.review.highlight import key
from extractor.review.history import told
from extractor.review.slots import Review, Slot, to_undo, touched
from extractor.store import DOUBTFUL_BELOW, confidence_words

LONGEST_QUOTE = 1_000
"""Characters of a quote that the screen repeats beside a value; the report shows all of it."""


def state_of(desk: Desk, draft_id: str, who: str, only: Collection[str] | None = None) -> dict[str, Any]:
    """Everything the screen needs, as an editor called ``who`` sees it. Raises DatabankError.

    only: tell of the fields that these pointers lie in, and leave out the claims.
    """
    review, stored = desk.review(draft_id)
    reports = desk.reports(review.base)
    closed = stored.status in ("approved", "rejected")
    undo, redo = to_undo(review.decisions, who)
    decided = [slot for slot in review.slots.values() if slot.state != "undecided"]
    waiting = review.open_slots
    approved = [each.decided[:10] for each in review.decisions if each.action == "approve"]
    document = outcome.standing_draft(review, "approved", approved[-1] if approved and closed else None)
    return {
        "id": stored.id,
        "version": stored.version,
        "status": stored.status,
        "headline": words_of(document.entry["headline"]) or "(no headline)",
        "claimed_by": review.claimed_by,
        "me": who,
        "progress": {"decided": len(decided), "total": len(decided) + len(waiting)},
        "can_undo": _told_by_id(review, undo),
        "can_redo": _told_by_id(review, redo),
        "blockers": [] if closed else blockers_of(review, desk.errors(review, stored, document)),
        "fields": [_field(review, field, document) for field in all_fields() if only is None or _among(field, only)],
        "roles": _other_roles(document),
        "claims": claims_by_speaker(document) if only is None else None,
        "reports": [
            {**each, "length": len(reports[str(each["id"])].text)} for each in document.reports
        ],
        "notes": review.notes,
        "made_by": review.base.made_by,
    }  # fmt: skip


def spans_of(review: Review, report_id: str) -> list[tuple[int, int]]:
    """Spans of a report that support any value on the screen, candidates included."""
    found: set[tuple[int, int]] = set()
    for slot in review.slots.values():
        for each in slot.evidence:
            if each["report"] == report_id:
                found.add((each["start"], each["end"]))
    for offered in review.base.candidates.values():
        for candidate in offered:
            for each in candidate.get("evidence", []):
                if each["report"] == report_id:
                    found.add((each["start"], each["end"]))
    return sorted(found)


def _among(field: Field, pointers: Collection[str]) -> bool:
    return any(pointer == field.pointer or pointer.startswith(field.pointer + "/") for pointer in pointers)


def _told_by_id(review: Review, number: int | None) -> str | None:
    for each in review.decisions:
        if each.id == number:
            about = told(review, each)
            what = f"{about['field']}: {about['told']}" if about["field"] else str(about["told"])
            return what + (f" “{about['to']}”" if about["to"] else "")
    return None


def _field(review: Review, field: Field, document: Draft) -> dict[str, Any]:
    slots = [slot for slot in review.of(field) if slot.value is not None or slot.history]
    by_approval = None if slots else value_in(document.entry, field)
    return {
        "pointer": field.pointer,
        "name": field.name,
        "label": field.label,
        "help": field.help,
        "kind": field.kind,
        "many": field.many,
        "is_role": field.is_role,
        "slots": [_slot(review, slot, document) for slot in slots],
        "empty": f"{by_approval} (set by the approval)" if by_approval else document.empty.get(field.pointer),
        "candidates": [_candidate(each) for each in document.candidates.get(field.pointer, [])],
        "notes": [
            {**note, "pointer": pointer} for pointer, notes in review.notes.items() for note in notes
            if pointer == field.pointer or pointer.startswith(field.pointer + "/")
        ],
        "history": history_of(review, field),
    }  # fmt: skip


def history_of(review: Review, field: Field) -> list[dict[str, Any]]:
    """Every decision on a field, oldest first, undone ones too."""
    found = []
    for decision in review.decisions:
        pointers = touched(review, decision)
        if _among(field, pointers):
            found.append(told(review, decision))
    return found


def _slot(review: Review, slot: Slot, document: Draft) -> dict[str, Any]:
    sure = slot.confidence
    return {
        "id": slot.id,
        "value": slot.value,
        "words": words_of(slot.value),
        "suggested": None if slot.suggested is None else words_of(slot.suggested),
        "state": slot.state,
        "open": slot.is_open,
        "stands": slot.stands,
        "confidence": sure,
        "confidence_words": None if sure is None else confidence_words(sure),
        "doubtful": sure is not None and sure < DOUBTFUL_BELOW,
        "inferred": bool(slot.evidence) and all(each["inferred"] for each in slot.evidence),
        "who": slot.who,
        "evidence": [_evidence(each) for each in slot.evidence],
        "role": _role(slot, document),
    }


def _evidence(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "quote": each["quote"][:LONGEST_QUOTE], "key": key(each["start"], each["end"])}


def _candidate(each: Mapping[str, Any]) -> dict[str, Any]:
    sure = float(each.get("confidence") or 0.0)
    return {
        "value": each["value"],
        "words": words_of(each["value"]),
        "confidence": sure,
        "confidence_words": confidence_words(sure),
        "evidence": [_evidence(one) for one in each.get("evidence", [])],
    }


def _role(slot: Slot, document: Draft) -> dict[str, Any] | None:
    """The role record of an operator or developer, with the statements for and against it apart."""
    if not slot.field.is_role or slot.value is None:
        return None
    for role in document.roles:
        if role["role"] == slot.field.name and role["actor"] == slot.value:
            return _sides(role)
    return None


def _sides(role: Mapping[str, Any]) -> dict[str, Any]:
    sides: dict[str, list[dict[str, Any]]] = {"asserts": [], "denies": [], "unclear": []}
    for statement in role.get("statements", []):
        holds = str(statement.get("holds") or "unclear")
        side = "denies" if holds.startswith("den") else "asserts" if holds.startswith("assert") else "unclear"
        sides[side].append(dict(statement))
    return {"actor": role["actor"], "role": role["role"], "status": role["status"], "sides": sides}


def _other_roles(document: Draft) -> list[dict[str, Any]]:
    """Parts in the incident that are no field of the entry, and operators and developers only denied to be so."""
    named = {(name, actor) for name in ("operator", "developer") for actor in document.entry[name]}
    return [_sides(role) for role in document.roles if (role["role"], role["actor"]) not in named]


def claims_by_speaker(document: Draft) -> list[dict[str, Any]]:
    """Claims grouped by who makes them, in the order in which the speakers first speak."""
    groups: dict[str, dict[str, Any]] = {}
    for claim in document.claims:
        speaker = claim.get("speaker")
        name = (speaker or {}).get("actor") or (speaker or {}).get("text") or "Nobody named"
        group = groups.setdefault(str(name).casefold(), {"speaker": name, "claims": []})
        group["claims"].append(claim)
    return list(groups.values())
