"""The queue: which drafts wait, which are doubtful, whose they are, and what changed since an editor last looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from extractor.drafting.records import STATUSES, Draft
from extractor.errors import DatabankError
from extractor.review.desk import Desk
from extractor.review.fields import all_fields, field_of, value_in, words_of
from extractor.review.history import DONE
from extractor.review.similar import similar_drafts
from extractor.review.slots import STATUS_ACTIONS, UNDOABLE
from extractor.review.visits import Visits
from extractor.store import SORTS, DraftSummary

PAGE = 25
FILTERS = ("status", "country", "technology", "publisher", "text")
EXPECTED = ("operator", "developer", "system", "country", "sector", "technology", "issue")
"""Fields that a complete entry has; a draft without them says so in the queue."""
CHANGES_SHOWN = 200
LOOKED_AHEAD = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor wants to see. page: from 1."""

    status: str | None = None
    country: str | None = None
    technology: str | None = None
    publisher: str | None = None
    text: str | None = None
    sort: str = "doubt"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read from a query; what is not understood is left out."""
        given = {name: query[name].strip()[:200] for name in FILTERS if query.get(name, "").strip()}
        if given.get("status") not in STATUSES:
            given.pop("status", None)
        sort = query.get("sort", "doubt")
        page = query.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        return cls(**given, sort=sort if sort in SORTS else "doubt", page=max(1, number))

    @property
    def filters(self) -> dict[str, Any]:
        """The filters, for ``Databank.drafts`` and ``count``."""
        return {name: getattr(self, name) for name in FILTERS}

    def query(self, **changed: Any) -> str:
        """The query of a link that asks for the same, but for what is changed."""
        asked = {**self.filters, "sort": self.sort, "page": self.page, **changed}
        return urlencode({name: value for name, value in asked.items() if value not in (None, "", 1)})


def page_of(desk: Desk, asked: Asked, who: str) -> dict[str, Any]:
    """One page of the queue, as JSON: rows, totals, and the values that can be filtered by."""
    databank = desk.databank
    total = databank.count(**asked.filters)
    pages = max(1, -(-total // PAGE))
    number = min(asked.page, pages)
    found = databank.drafts(**asked.filters, sort=asked.sort, limit=PAGE, offset=(number - 1) * PAGE)
    return {
        "rows": [_row(desk, each, who) for each in found],
        "total": total,
        "page": number,
        "pages": pages,
        "counts": {status: databank.count(status=status) for status in STATUSES},
    }


def choices(desk: Desk) -> dict[str, list[str]]:
    """Countries and technologies that occur, for the filters, most frequent first."""
    return {name: [value for value, _ in desk.databank.values(name)[:300]] for name in ("country", "technology")}


def _row(desk: Desk, summary: DraftSummary, who: str) -> dict[str, Any]:
    draft = desk.databank.draft(summary.id)
    decisions = [each for each in desk.databank.decisions(summary.id) if each.decided >= summary.created]
    claimed_by = None
    for decision in decisions:
        if decision.action in STATUS_ACTIONS:
            claimed_by = decision.who if decision.action in ("claim", "reopen") else None
        elif decision.action in UNDOABLE and claimed_by is None:
            claimed_by = decision.who
    return {
        **summary.to_dict(),
        "claimed_by": claimed_by,
        "mine": claimed_by == who,
        "decided": sum(each.action in UNDOABLE for each in decisions),
        "doubtful_share": summary.doubt,
        "completeness": completeness(draft),
        "similar": similar_drafts(desk.databank, summary),
    }


def completeness(draft: Draft) -> list[str]:
    """What an editor should know before starting: warnings of the reports, and fields that are empty."""
    found = [str(warning) for report in draft.reports for warning in report.get("warnings", ())]
    missing = [one.label for one in all_fields() if one.name in EXPECTED and not value_in(draft.entry, one)]
    if missing:
        found.append("empty: " + ", ".join(missing))
    return found


def changes_since_last_time(desk: Desk, visits: Visits, who: str, *, mark: bool = True) -> list[dict[str, Any]]:
    """What others did since this editor last had the queue open: one line per draft and editor, newest first.

    mark: remember that the editor has now seen it.
    """
    databank = desk.databank
    last = databank.last_decision()
    seen = visits.seen(who)
    news: dict[tuple[str, str], dict[str, Any]] = {}
    if seen is not None:
        for decision in databank.decisions_since(max(seen, last - 5_000), 5_000):
            if decision.who == who:
                continue
            one = news.pop((decision.draft_id, decision.who), None) or {
                "draft": decision.draft_id, "who": decision.who, "fields": [], "status": None, "count": 0,
            }  # fmt: skip
            one["when"] = decision.decided
            one["count"] += 1
            if decision.action in STATUS_ACTIONS:
                one["status"] = DONE[decision.action]
            elif decision.pointer and (label := _label(decision.pointer)) not in one["fields"]:
                one["fields"].append(label)
            news[(decision.draft_id, decision.who)] = one
    if mark and seen != last:
        visits.mark(who, last)
    told = []
    for one in list(news.values())[::-1][:CHANGES_SHOWN]:
        try:
            one["headline"] = words_of(databank.summary(one["draft"]).headline)
        except DatabankError:
            continue
        told.append(one)
    return told


def _label(pointer: str) -> str:
    try:
        return field_of(pointer).label
    except KeyError:
        return pointer


def next_waiting(desk: Desk, asked: Asked, who: str, after: str) -> str | None:
    """The next draft to review: this editor's own first, then unclaimed ones, in the order that was asked for."""
    free: str | None = None
    for status in ("in_review", "draft"):
        filters: dict[str, Any] = {**asked.filters, "status": status}
        for summary in desk.databank.drafts(**filters, sort=asked.sort, limit=LOOKED_AHEAD):
            if summary.id == after:
                continue
            claimed_by = desk.review(summary.id)[0].claimed_by
            if claimed_by == who:
                return summary.id
            if claimed_by is None and free is None:
                free = summary.id
                if status == "draft":
                    return free
    return free
