"""Learning without retraining: what corrections propose, for an editor to accept or refuse.

Nothing is learned by itself. Three kinds of proposal come from the decisions of approved entries:
an alias (the words that were changed, or typed and refused, and the value the editor settled on), a name with the
roles it was given, and a hint (words that an editor selected to support a term the program had missed).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any

from extractor.errors import UsageError
from extractor.review.desk import Desk
from extractor.review.fields import Field, field_of
from extractor.review.slots import Review
from extractor.review.values import clean

LONGEST_HINT = 60
"""Characters of a phrase that can be a hint; longer selections are sentences, not words for a thing."""
LEAST_NAMES = 2
"""Approved entries that must agree on a name's role before it is proposed."""


def proposals(desk: Desk) -> list[dict[str, Any]]:
    """Everything corrections propose and nobody has accepted or refused yet, most often seen first."""
    seen: dict[str, dict[str, Any]] = {}
    counts: Counter[str] = Counter()
    drafts: dict[str, list[str]] = defaultdict(list)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for summary in desk.databank.drafts(status="approved"):
        for proposal in desk.once("corrections", summary, partial(_corrections, desk, summary.id)):
            seen.setdefault(proposal["key"], proposal)
            counts[proposal["key"]] += 1
            drafts[proposal["key"]].append(summary.id)
        for role in ("operator", "developer"):
            for name in summary.values.get(role, []):
                roles[name][role] += 1
                drafts[f"names:{name.casefold()}"].append(summary.id)
    for name, found in roles.items():
        key = f"names:{name.casefold()}"
        if len(set(drafts[key])) >= LEAST_NAMES:
            seen[key] = {"key": key, "kind": "names", "name": name, "roles": dict(found)}
            counts[key] = len(set(drafts[key]))
    learned = desk.learned.content()
    waiting = [
        {**proposal, "count": counts[key], "drafts": sorted(set(drafts[key]))[:20]}
        for key, proposal in seen.items()
        if key not in learned["refused"] and not _known(learned, proposal)
    ]
    return sorted(waiting, key=lambda each: (each["kind"], -each["count"], each["key"]))


def _corrections(desk: Desk, draft_id: str) -> list[dict[str, Any]]:
    review, _ = desk.review(draft_id)
    return list(_from_corrections(review))


def _from_corrections(review: Review) -> Iterator[dict[str, Any]]:
    for decision in review.decisions:
        given = decision.value
        if decision.id in review.undone or not isinstance(given, dict) or not isinstance(given.get("value"), str):
            continue
        field = field_of(decision.pointer)
        value = given["value"]
        slot = review.slots.get(decision.pointer)
        if slot is None or not slot.stands or slot.value != value:
            continue
        if given.get("typed"):
            yield _words("aliases", field, str(given["typed"]), value)
        if field.kind == "name" and isinstance(decision.from_suggestion, str) and _one_name(decision, value):
            yield _words("aliases", field, decision.from_suggestion, value)
        if field.kind == "term" and decision.action in ("add", "edit"):
            for each in given.get("evidence", []):
                phrase = clean(each["quote"])
                if not each["inferred"] and 3 < len(phrase) <= LONGEST_HINT and phrase.casefold() != value.casefold():
                    yield _words("hints", field, phrase, value)


def _one_name(decision: Any, value: str) -> bool:
    """Whether a changed name is another form of the same name, not another actor: a word in common."""
    before = set(decision.from_suggestion.casefold().split())
    return bool(before & set(value.casefold().split())) and decision.from_suggestion.casefold() != value.casefold()


def _words(kind: str, field: Field, words: str, value: str) -> dict[str, Any]:
    words = words.casefold() if kind == "hints" or field.kind == "term" else words
    key = f"{kind}:{field.name}:{words.casefold()}:{value}"
    return {"key": key, "kind": kind, "field": field.name, "label": field.label, "words": words, "value": value}


def _known(learned: dict[str, Any], proposal: dict[str, Any]) -> bool:
    if proposal["kind"] == "names":
        return bool(learned["names"].get(proposal["name"]) == proposal["roles"])
    table = learned[proposal["kind"]].get(proposal["field"], {})
    return bool(table.get(proposal["words"].casefold()) == proposal["value"])


def settle(desk: Desk, key: str, accept: bool) -> dict[str, Any]:
    """Accept a proposal into ``learned.json``, or never show it again; returns it. Raises UsageError."""
    for proposal in proposals(desk):
        if proposal["key"] == key:
            break
    else:
        raise UsageError("There is no such proposal.", "It may have been settled already.")
    learned = deepcopy(desk.learned.content())
    if not accept:
        learned["refused"] = sorted({*learned["refused"], key})
    elif proposal["kind"] == "names":
        learned["names"][proposal["name"]] = proposal["roles"]
    else:
        learned[proposal["kind"]].setdefault(proposal["field"], {})[proposal["words"].casefold()] = proposal["value"]
    desk.learned.write(learned)
    return proposal


def forget(desk: Desk, kind: str, field: str, words: str) -> None:
    """Take back something learned. Raises UsageError when it is not there."""
    learned = deepcopy(desk.learned.content())
    table = learned.get(kind)
    inner = table if kind == "names" else (table or {}).get(field)
    if not isinstance(inner, dict) or inner.pop(words, None) is None:
        raise UsageError("That is not among what was learned.")
    desk.learned.write(learned)
