"""Decisions told in words, for histories, conflicts and what is new."""

from __future__ import annotations

from typing import Any

from extractor.review.fields import field_of, words_of
from extractor.review.slots import Review, touched
from extractor.store.decisions import Decision

DONE = {
    "accept": "accepted", "accept_field": "accepted", "edit": "changed", "pick": "picked", "add": "added",
    "reject": "rejected", "evidence": "gave other words for", "role": "settled the role of", "note": "noted on",
    "undo": "undid", "redo": "redid", "claim": "claimed the draft", "release": "released the draft",
    "approve": "approved the entry", "reject_draft": "rejected the draft", "reopen": "reopened the entry",
}  # fmt: skip


def told(review: Review, decision: Decision) -> dict[str, Any]:
    """A decision as JSON for people: who, when, what, on which field, from what to what."""
    about = decision
    if decision.action in ("undo", "redo"):
        about = next((each for each in review.decisions if each.id == decision.value), decision)
    try:
        label = field_of(about.pointer).label
    except KeyError:
        label = ""
    given = about.value if isinstance(about.value, dict) else {}
    before = about.from_suggestion
    if before is None:
        before = _before(review, about)
    after = given.get("value", given.get("status"))
    if about.action == "accept_field":
        names = [review.slots[name] for name in touched(review, about) if name in review.slots]
        before = "; ".join(words_of(slot.suggested) for slot in names)
    action = DONE.get(decision.action, decision.action)
    if about is not decision:
        action = f"{action}: {DONE.get(about.action, about.action)}"
    return {
        "id": decision.id, "version": decision.version, "pointer": decision.pointer, "field": label,
        "action": decision.action, "told": action, "from": words_of(before) or None, "to": words_of(after) or None,
        "who": decision.who, "when": decision.decided, "note": decision.note, "undone": decision.id in review.undone,
    }  # fmt: skip


def _before(review: Review, decision: Decision) -> Any:
    """What an added value was before this decision."""
    before = None
    for each in review.decisions:
        if each.id >= decision.id:
            break
        if each.pointer == decision.pointer and isinstance(each.value, dict) and "value" in each.value:
            before = each.value["value"]
    return before
