"""From a review to the draft as it stands now: the entry, and its evidence under its new pointers."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from extractor.drafting.records import Draft, Evidence, empty_entry
from extractor.review.fields import Field, all_fields, put_value, words_of
from extractor.review.slots import Review, Slot

CERTAIN = 1.0
"""Confidence of a value that an editor has decided to keep."""
REJECTED = "rejected by the editor"


def standing_draft(review: Review, status: str, last_updated: str | None = None) -> Draft:
    """The draft with every decision carried out. last_updated: set when given (an entry is approved)."""
    base = review.base
    draft = Draft(
        entry=empty_entry(),
        empty=dict(base.empty),
        candidates=deepcopy(base.candidates),
        roles=_roles(review),
        claims=base.claims,
        reports=base.reports,
        made_by=base.made_by,
        status=status,
        id=base.id,
    )
    for field in all_fields():
        standing = [slot for slot in review.of(field) if slot.stands]
        if field.many:
            put_value(draft.entry, field, [slot.value for slot in standing])
        elif standing:
            put_value(draft.entry, field, standing[0].value)
        for number, slot in enumerate(standing):
            _support(draft, slot, f"{field.pointer}/{number}" if field.many else field.pointer)
        _say_empty(draft, review, field, bool(standing))
        _drop_candidates(draft, field, [slot.value for slot in standing])
    if last_updated:
        draft.entry["last_updated"] = last_updated
        draft.empty.pop("/last_updated", None)
    return draft


def _support(draft: Draft, slot: Slot, pointer: str) -> None:
    if slot.evidence:
        draft.evidence[pointer] = [Evidence(**each) for each in slot.evidence]
    if slot.state != "undecided":
        draft.confidence[pointer] = CERTAIN
    elif slot.confidence is not None:
        draft.confidence[pointer] = slot.confidence


def _say_empty(draft: Draft, review: Review, field: Field, filled: bool) -> None:
    if filled:
        draft.empty.pop(field.pointer, None)
    elif field.pointer not in draft.empty and any(slot.state == "rejected" for slot in review.of(field)):
        draft.empty[field.pointer] = REJECTED


def _drop_candidates(draft: Draft, field: Field, standing: list[Any]) -> None:
    offered = draft.candidates.get(field.pointer)
    if offered:
        kept = [each for each in offered if each["value"] not in standing]
        if kept:
            draft.candidates[field.pointer] = kept
        else:
            del draft.candidates[field.pointer]


def _roles(review: Review) -> list[dict[str, Any]]:
    """The roles, following the names that editors changed, added or rejected."""
    roles = deepcopy(review.base.roles)
    for field in all_fields():
        if not field.is_role:
            continue
        for slot in review.of(field):
            known = [role for role in roles if role["role"] == field.name and role["actor"] == slot.suggested]
            if slot.suggested is not None and not slot.stands:
                roles = [role for role in roles if role not in known]
            elif slot.stands:
                _follow(roles, known, slot)
    return roles


def _follow(roles: list[dict[str, Any]], known: list[dict[str, Any]], slot: Slot) -> None:
    name, value = slot.field.name, words_of(slot.value)
    for role in known:
        role["actor"] = value
    same = [role for role in roles if role["role"] == name and role["actor"] == value]
    if not same:
        same = [{"actor": value, "role": name, "status": "asserted", "confidence": CERTAIN, "inferred": False,
                 "statements": []}]  # fmt: skip
        roles.extend(same)
    for role in same:
        if slot.role_status:
            role["status"] = slot.role_status
        elif role["status"] == "denied" and slot.state in ("added", "edited"):
            # An editor who names a denied actor all the same has weighed both sides: contested, not denied.
            role["status"] = "contested"
