"""The desk: where editors decide. Every decision is checked against what the editor saw, then appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from extractor.databank import Finding, vocabulary
from extractor.drafting.records import Draft
from extractor.report import Report
from extractor.review import outcome, support, values
from extractor.review.blocking import blockers_of, errors_in
from extractor.review.fields import Field, field_of
from extractor.review.history import told
from extractor.review.shelf import Shelf
from extractor.review.slots import STATUS_ACTIONS, UNDOABLE, Review, Slot, replay, to_undo, touched
from extractor.review.values import Refused
from extractor.store import Decision, DraftSummary, VersionConflict

RETRIES = 5
CLOSED = {"approved": "This entry is approved.", "rejected": "This draft is rejected."}


class Conflict(VersionConflict):
    """Somebody else decided on the same field first. ``changes``: what they decided, in words."""

    def __init__(self, draft_id: str, expected: int, found: int, changes: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(draft_id, expected, found)
        self.changes = tuple(changes)


class Desk(Shelf):
    """Drafts of one databank folder under review, and the decisions on them."""

    def decide(
        self,
        draft_id: str,
        who: str,
        version: int,
        action: str,
        pointer: str,
        *,
        value: Any = None,
        evidence: Sequence[Mapping[str, Any]] = (),
        typed: str | None = None,
        note: str | None = None,
    ) -> Decision:
        """Decide on one value, or (accept_field, add, note) on a field. version: what the editor saw.

        Decisions of others on other fields since then do not stand in the way. Raises Conflict when the same field
        was decided on, Refused when the decision cannot be carried out, DatabankError.
        """
        for _ in range(RETRIES):
            review, stored = self.review(draft_id)
            field = self._field(pointer, action)
            self._refuse_closed(stored, action)
            self._refuse_unseen(review, stored, version, field)
            content, target, was = self._content(review, stored, field, action, pointer, value, evidence, typed, note)
            decided = self._append(review, stored, who, action, target, content, was, note)
            if decided is not None:
                return decided
        raise VersionConflict(draft_id, version, self.databank.version(draft_id))

    def step(self, draft_id: str, who: str, action: str) -> Decision:
        """Undo this editor's last decision, or redo the last one undone. Raises Refused when there is none."""
        for _ in range(RETRIES):
            review, stored = self.review(draft_id)
            self._refuse_closed(stored, action)
            target = to_undo(review.decisions, who)[0 if action == "undo" else 1]
            if target is None:
                raise Refused(f"There is nothing to {action}.")
            pointer = next(each.pointer for each in review.decisions if each.id == target)
            decided = self._append(review, stored, who, action, pointer, target, None, None)
            if decided is not None:
                return decided
        raise VersionConflict(draft_id, stored.version, self.databank.version(draft_id))

    def set_status(
        self, draft_id: str, who: str, action: str, version: int | None = None, note: str | None = None
    ) -> Decision:
        """Claim, release, approve, reject_draft or reopen a draft.

        version: what the editor saw; an approval always needs it, and nothing may have changed since.
        Raises Refused (an approval with what blocks it), Conflict, DatabankError.
        """
        review, stored = self.review(draft_id)
        now = stored.version
        if version is not None and version != now:
            raise self._conflict(review, stored, version)
        if action == "claim" and review.claimed_by not in (None, who):
            raise Refused(f"{review.claimed_by} has claimed this draft.", "It can be claimed when it is released.")
        if action in ("approve", "reject_draft", "claim", "release"):
            self._refuse_closed(stored, action)
        elif stored.status not in CLOSED:
            raise Refused("This draft is open already.")
        status = {"claim": "in_review", "release": "draft", "approve": "approved", "reject_draft": "rejected",
                  "reopen": "in_review"}[action]  # fmt: skip
        updated = datetime.now(UTC).date().isoformat() if action == "approve" else None
        document = outcome.standing_draft(review, status, updated)
        if action == "approve":
            blockers = blockers_of(review, errors_in(review, document, self.reports(document), whole=True))
            if blockers:
                raise Refused("This entry cannot be approved yet.", "See what blocks it.", blockers=blockers)
        elif errors_in(review, document, self.reports(document)):
            document = self.databank.draft(stored.id)
            document.status = status
        return self.databank.append_decision(
            stored.id, pointer="", action=action, who=who, note=note, expected_version=now, document=document
        )

    # How -------------------------------------------------------------------------------------------------------------

    def _field(self, pointer: str, action: str) -> Field | None:
        if action not in (*UNDOABLE, "note"):
            raise Refused(f"There is no action {action[:40]!r}.")
        try:
            return field_of(pointer)
        except KeyError:
            if action == "note" and pointer == "":
                return None
            raise Refused(f"{pointer[:80]!r} is not a value of this draft.") from None

    def _refuse_closed(self, stored: DraftSummary, action: str) -> None:
        if stored.status in CLOSED and action != "note":
            raise Refused(CLOSED[stored.status], "Reopen it to change it.")

    def _refuse_unseen(self, review: Review, stored: DraftSummary, version: int, field: Field | None) -> None:
        unseen = [each for each in review.decisions if each.version > version]
        if field is None or not unseen:
            return
        for each in unseen:
            if each.action in STATUS_ACTIONS:
                continue
            pointers = touched(review, each)
            if any(name == field.pointer or name.startswith(field.pointer + "/") for name in pointers):
                raise self._conflict(review, stored, version)

    def _conflict(self, review: Review, stored: DraftSummary, version: int) -> Conflict:
        changes = [told(review, each) for each in review.decisions if each.version > version]
        return Conflict(stored.id, version, stored.version, changes)

    def _content(
        self, review: Review, stored: DraftSummary, field: Field | None, action: str, pointer: str, value: Any,
        evidence: Sequence[Mapping[str, Any]], typed: str | None, note: str | None,
    ) -> tuple[Any, str, Any]:  # fmt: skip
        """What to write down: the decision's value, the slot it is about, and what was suggested there."""
        if action == "note":
            if not (note or "").strip():
                raise Refused("The note is blank.", "Write something.")
            return None, pointer, None
        assert field is not None
        if action == "accept_field":
            return [slot.id for slot in review.of(field) if slot.is_open], field.pointer, None
        slot = review.slots.get(pointer)
        if action == "add" or (slot is None and action == "pick"):
            if field.many and pointer == field.pointer:
                pointer, slot = f"{field.pointer}/+{stored.version + 1}", None
        elif slot is None or (slot.value is None and action not in ("edit", "pick")):
            raise Refused("There is no value here to decide on.", "Add one.")
        was = slot.suggested if slot else None
        if action in ("accept", "reject"):
            return None, pointer, was
        if action == "role":
            if not field.is_role or value not in ("asserted", "contested", "denied"):
                raise Refused("A role is asserted, contested or denied.")
            return {"status": value}, pointer, was
        reports = self.reports(review.base)
        chosen = support.selected(evidence, reports)
        if action == "evidence":
            if not chosen:
                raise Refused("No words are selected.", "Select words of the report first.")
            return {"evidence": chosen}, pointer, was
        fits = values.fitting(field, value, vocabulary(), self.learned.aliases())
        values.refuse_double(field, fits, pointer, review.of(field))
        if not chosen:
            chosen = self._found(review, field, slot, fits, reports)
        content: dict[str, Any] = {"value": fits, "evidence": chosen}
        if typed and values.clean(typed) and values.clean(typed).casefold() != str(fits).casefold():
            content["typed"] = values.clean(typed)[:200]
        return content, pointer, was

    def _found(
        self, review: Review, field: Field, slot: Slot | None, value: Any, reports: Mapping[str, Report]
    ) -> list[dict[str, Any]]:
        for offered in review.base.candidates.get(field.pointer, []):
            if offered["value"] == value and offered.get("evidence"):
                return list(offered["evidence"])
        if slot is not None and value == slot.suggested:
            return slot.suggested_evidence
        return support.found_for(value, slot.evidence if slot else (), slot.value if slot else None, reports)

    def _append(
        self, review: Review, stored: DraftSummary, who: str, action: str, pointer: str, content: Any, was: Any,
        note: str | None,
    ) -> Decision | None:  # fmt: skip
        """Append the decision with the draft that follows from it; None when somebody was quicker."""
        last = review.decisions[-1].id if review.decisions else 0
        next_one = Decision(last + 1, stored.id, stored.version + 1, pointer, action, content, was, who, "", note)
        document: Draft | None = None
        errors: list[Finding] | None = None
        if action != "note":
            status = "in_review" if stored.status == "draft" else stored.status
            after = replay(review.base, [*review.decisions, next_one])
            document = outcome.standing_draft(after, status)
            errors = errors_in(after, document, self.reports(document))
            if errors:
                # The decision is kept; the stored draft stays the last valid one until a later decision mends it.
                document = None
        try:
            decided = self.databank.append_decision(
                stored.id, pointer=pointer, action=action, who=who, value=content, from_suggestion=was, note=note,
                expected_version=stored.version, document=document,
            )  # fmt: skip
        except VersionConflict:
            return None
        self._checked = (stored.id, decided.version, errors) if errors is not None else None
        return decided
