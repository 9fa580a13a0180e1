"""What became of the program's suggestions on approved drafts, and those drafts as gold to train on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from extractor.review.desk import Desk
from extractor.review.slots import Slot

KINDS = ("kept", "edited", "rejected", "added")


def outcomes(desk: Desk) -> dict[str, Any]:
    """Counts of values kept, edited, rejected and added on approved drafts, by field and by component.

    A component is what suggested the value (its evidence's ``by``, without the rule after the dot). ``added`` values
    are the program's misses. ``kept_share``: kept of all suggested, None where nothing was suggested.
    """
    by_field: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    by_component: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    drafts = 0
    for summary in desk.databank.drafts(status="approved"):
        drafts += 1
        for field, component, kind in desk.once("outcomes", summary, partial(_outcomes, desk, summary.id)):
            by_field[field][kind] += 1
            by_component[component][kind] += 1
    return {"drafts": drafts, "fields": _shares(by_field), "components": _shares(by_component)}


def _outcomes(desk: Desk, draft_id: str) -> list[tuple[str, str, str]]:
    """(field, component, outcome) of every value of a draft that was decided on."""
    slots = desk.review(draft_id)[0].slots.values()
    return [(slot.field.name, component_of(slot), kind) for slot in slots if (kind := outcome_of(slot)) is not None]


def outcome_of(slot: Slot) -> str | None:
    """One of KINDS, None for a value that was not decided on or never stood."""
    if slot.suggested is None:
        return "added" if slot.stands else None
    return {"accepted": "kept", "edited": "edited", "rejected": "rejected"}.get(slot.state)


def component_of(slot: Slot) -> str:
    """What suggested a value: "actors", "technologies", ...; "editor" for what an editor added."""
    if slot.suggested is None or not slot.suggested_evidence:
        return "editor"
    return str(slot.suggested_evidence[0]["by"]).split(".")[0].split(":")[0]


def _shares(table: dict[str, dict[str, int]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, counts in table.items():
        suggested = counts["kept"] + counts["edited"] + counts["rejected"]
        found[name] = {**counts, "kept_share": round(counts["kept"] / suggested, 4) if suggested else None}
    return found


def gold(desk: Desk) -> Iterator[dict[str, Any]]:
    """Approved drafts in the shape of the articles that are trained on and measured against, one for each report.

    A field that an editor left empty is null: nobody said that nothing belongs there.
    """
    for summary in desk.databank.drafts(status="approved", sort="oldest"):
        draft = desk.databank.draft(summary.id)
        entry = {name: value or None for name, value in draft.entry.items() if name != "harms"}
        entry["harms"] = {kind: found or None for kind, found in draft.entry["harms"].items()}
        for report in desk.reports(draft).values():
            yield {
                "id": f"{draft.id}:{report.id}", "group": draft.id, "databank_link": "strict", "flags": [],
                "text": report.text, "title": report.title, "url": report.url, "date_published": report.published,
                "entry_2024": entry, "in_text": {},
            }  # fmt: skip
