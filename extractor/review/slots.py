"""A draft under review: its values as slots that keep their names, with what was decided on each.

A slot's id never changes, so that decisions can point at it: the pointer of the suggestion ("/operator/0",
"/headline"), or, for values that an editor added to a list, "/operator/+7": 7 is the version of the draft that the
addition made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from extractor.drafting.records import Draft, Evidence
from extractor.review.fields import Field, all_fields, field_of, value_in
from extractor.store.decisions import Decision

UNDOABLE = ("accept", "accept_field", "edit", "pick", "add", "reject", "evidence", "role")
STATUS_ACTIONS = ("claim", "release", "approve", "reject_draft", "reopen")
STATES = ("undecided", "accepted", "edited", "added", "rejected")


@dataclass(slots=True)
class Slot:
    """One value of the entry under review.

    suggested: the program's first suggestion, None for values an editor put in. state: one of STATES.
    evidence, suggested_evidence: as in the draft's JSON. role_status: what the editor says of a contested role.
    history: ids of the decisions that touched it, undone ones too.
    """

    id: str
    field: Field
    suggested: Any = None
    value: Any = None
    state: str = "undecided"
    evidence: list[dict[str, Any]] = attribute(default_factory=list)
    suggested_evidence: list[dict[str, Any]] = attribute(default_factory=list)
    confidence: float | None = None
    role_status: str | None = None
    who: str | None = None
    history: list[int] = attribute(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether an editor still has to decide on it."""
        return self.state == "undecided" and self.value is not None

    @property
    def stands(self) -> bool:
        """Whether its value is part of the entry as it is now."""
        return self.state != "rejected" and self.value is not None


@dataclass(slots=True)
class Review:
    """A draft with all that was decided on it. notes: by pointer, oldest first."""

    base: Draft
    slots: dict[str, Slot]
    decisions: list[Decision]
    undone: set[int]
    notes: dict[str, list[dict[str, Any]]] = attribute(default_factory=dict)
    claimed_by: str | None = None

    def of(self, one: Field) -> list[Slot]:
        """The slots of a field, suggestions first, then additions in their order."""
        return [slot for slot in self.slots.values() if slot.field.pointer == one.pointer]

    @property
    def open_slots(self) -> list[Slot]:
        """What is still to be decided, in databank order."""
        return [slot for one in all_fields() for slot in self.of(one) if slot.is_open]


def plain(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON-ready values; much quicker than ``asdict``, which copies at any depth."""
    return {name: getattr(evidence, name) for name in Evidence.__slots__}


def slots_of(draft: Draft) -> dict[str, Slot]:
    """The slots of a draft on which nothing is decided yet."""
    slots: dict[str, Slot] = {}
    for one in all_fields():
        value = value_in(draft.entry, one)
        values = (
            [(f"{one.pointer}/{i}", each) for i, each in enumerate(value or [])] if one.many else [(one.pointer, value)]
        )
        for pointer, each in values:
            evidence = [plain(e) for e in draft.evidence.get(pointer, [])]
            slots[pointer] = Slot(
                pointer, one, each, each, evidence=evidence, suggested_evidence=evidence,
                confidence=draft.confidence.get(pointer),
            )  # fmt: skip
    return slots


def undone_ids(decisions: Sequence[Decision]) -> set[int]:
    """Ids of decisions that were undone and not done again."""
    undone: set[int] = set()
    for decision in decisions:
        if decision.action == "undo":
            undone.add(int(decision.value))
        elif decision.action == "redo":
            undone.discard(int(decision.value))
    return undone


def to_undo(decisions: Sequence[Decision], who: str) -> tuple[int | None, int | None]:
    """Ids of the decisions that this editor's next undo and next redo are about."""
    done: list[int] = []
    taken_back: list[int] = []
    for decision in decisions:
        if decision.who != who:
            continue
        if decision.action in UNDOABLE:
            done.append(decision.id)
            taken_back.clear()
        elif decision.action == "undo" and done:
            taken_back.append(done.pop())
        elif decision.action == "redo" and taken_back:
            done.append(taken_back.pop())
    return (done[-1] if done else None, taken_back[-1] if taken_back else None)


def replay(base: Draft, decisions: Sequence[Decision]) -> Review:
    """The state of a review: the first suggestion with every decision that stands, in order."""
    review = Review(base, slots_of(base), list(decisions), undone_ids(decisions))
    for decision in decisions:
        if decision.action == "note":
            note = {"text": decision.note, "who": decision.who, "when": decision.decided}
            review.notes.setdefault(decision.pointer, []).append(note)
        elif decision.action in STATUS_ACTIONS:
            review.claimed_by = decision.who if decision.action in ("claim", "reopen") else None
        elif decision.action in UNDOABLE:
            if review.claimed_by is None:
                review.claimed_by = decision.who
            _touch(review, decision)
    for one in all_fields():
        if not one.many and one.pointer not in review.slots:
            review.slots[one.pointer] = Slot(one.pointer, one)
    return review


def touched(review: Review, decision: Decision) -> list[str]:
    """Ids of the slots a decision is about."""
    if decision.action == "accept_field":
        return [str(each) for each in decision.value]
    return [decision.pointer]


def _touch(review: Review, decision: Decision) -> None:
    stands = decision.id not in review.undone
    for name in touched(review, decision):
        slot = review.slots.get(name)
        if slot is None:
            if not stands:
                continue
            slot = review.slots[name] = Slot(name, field_of(name))
        slot.history.append(decision.id)
        if stands:
            _apply(slot, decision)


def _apply(slot: Slot, decision: Decision) -> None:
    given = decision.value if isinstance(decision.value, dict) else {}
    if decision.action in ("accept", "accept_field"):
        # Accepting what was changed keeps the change: the editor accepts what is on the screen.
        slot.state = _kept(slot)
    elif decision.action == "reject":
        slot.state = "rejected"
    elif decision.action in ("edit", "pick", "add"):
        slot.value, slot.evidence = given.get("value"), list(given.get("evidence", []))
        slot.state = _kept(slot)
    elif decision.action == "evidence":
        slot.evidence = list(given.get("evidence", []))
        slot.state = _kept(slot)
    elif decision.action == "role":
        slot.role_status = str(given.get("status"))
    slot.who = decision.who


def _kept(slot: Slot) -> str:
    """The state of a value that an editor decided to keep."""
    if slot.suggested is None:
        return "added"
    return "accepted" if slot.value == slot.suggested else "edited"
