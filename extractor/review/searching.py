"""Values to choose from while an editor types."""

from __future__ import annotations

from typing import Any

from extractor.databank import vocabulary
from extractor.drafting.records import Draft
from extractor.errors import DatabankError
from extractor.review.desk import Desk
from extractor.review.fields import Field, words_of

MOST = 40
"""Values offered at once."""


def suggestions(desk: Desk, field: Field, typed: str, draft_id: str = "") -> list[dict[str, Any]]:
    """Up to MOST values for a field, likeliest first: {value, about, near}.

    about: why it is offered, in words. near: offered only because it looks like what was typed (a typo, perhaps).
    """
    draft = _draft(desk, draft_id)
    offered = draft.candidates.get(field.pointer, []) if draft else []
    first = [{"value": each["value"], "about": "found in the report", "near": False} for each in offered]
    typed = typed.strip()[:200]
    if field.kind == "term":
        found = _terms(desk, field, typed)
    elif field.kind == "name":
        found = _names(desk, draft, field)
    else:
        found = []
    wanted = typed.casefold()
    if field.kind == "term":
        first = [each for each in first if wanted in words_of(each["value"]).casefold()]
        known = [*first, *found]
    else:
        known = [each for each in (*first, *found) if wanted in words_of(each["value"]).casefold()]
    once = {words_of(each["value"]).casefold(): each for each in reversed(known)}
    ordered = [each for each in known if once.get(words_of(each["value"]).casefold()) is each]
    return ordered[:MOST]


def _terms(desk: Desk, field: Field, typed: str) -> list[dict[str, Any]]:
    table = vocabulary()
    if not typed:
        return [{"value": term, "about": "", "near": False} for term in table.terms(field.name)]
    found = []
    alias = desk.learned.aliases().get(field.name, {}).get(typed.casefold())
    if alias:
        found.append({"value": alias, "about": f"learned: “{typed}”", "near": False})
    canonical = table.canonical(field.name, typed)
    for term in table.search(field.name, typed):
        about = "" if typed.casefold() in term.casefold() else "also known by this name"
        found.append({"value": term, "about": about, "near": False})
    about = f"what “{typed}” stands for"
    found.extend({"value": term, "about": about, "near": False} for term in canonical)
    if not found:
        near = table.nearest(field.name, typed, 5)
        found = [{"value": term, "about": "looks like it", "near": True} for term in near]
    return found


def _names(desk: Desk, draft: Draft | None, field: Field) -> list[dict[str, Any]]:
    found = [
        {"value": role["actor"], "about": f"{role['role']} ({role['status']})", "near": False}
        for role in (draft.roles if draft else [])
    ]
    for claim in draft.claims if draft else []:
        actor = (claim.get("speaker") or {}).get("actor")
        if actor:
            found.append({"value": actor, "about": "speaks in the report", "near": False})
    for name, roles in desk.learned.content()["names"].items():
        if field.name in roles:
            found.append({"value": name, "about": f"usual {field.label.lower()}", "near": False})
    known = desk.databank.values(field.name)[:2000]
    found += [{"value": name, "about": f"in {count} drafts", "near": False} for name, count in known]
    return found


def _draft(desk: Desk, draft_id: str) -> Draft | None:
    if not draft_id:
        return None
    try:
        return desk.databank.draft(draft_id)
    except DatabankError:
        return None
