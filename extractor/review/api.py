"""Every action of the review as a JSON endpoint; the screen uses these and nothing else."""

from __future__ import annotations

import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from extractor.errors import UsageError
from extractor.review import learning, outcomes, queue
from extractor.review.answers import AnyTextJSON
from extractor.review.desk import Desk
from extractor.review.fields import all_fields
from extractor.review.highlight import SHOWN_AT_ONCE, blocks
from extractor.review.screen import spans_of, state_of
from extractor.review.searching import suggestions
from extractor.review.setting import Setting
from extractor.review.values import Refused

router = APIRouter()
DraftId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="A draft's id, or the beginning of it.")]
NAMES = {"page": ("md", "text/markdown"), "sheet": ("csv", "text/csv"), "json": ("json", "application/json"),
         "jsonl": ("jsonl", "application/x-ndjson")}  # fmt: skip
"""File name ending and media type of the export formats that are known here; others are text."""
MOST_AT_ONCE = 500


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Selection(_Body):
    """Words of a report: characters start (inclusive) to end (exclusive) of its text."""

    report: str = Field(max_length=64)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class DecisionBody(_Body):
    """One decision. version: of the draft as the editor saw it. pointer: a value's id, or a field's pointer."""

    version: int
    action: Literal["accept", "accept_field", "edit", "pick", "add", "reject", "evidence", "role", "note"]
    pointer: str = Field(max_length=100)
    value: Any = None
    evidence: list[Selection] = Field(default=[], max_length=50)
    typed: str | None = Field(default=None, max_length=500, description="What was typed before a term was chosen.")
    note: str | None = Field(default=None, max_length=4000)


class StatusBody(_Body):
    """A step of the draft as a whole."""

    action: Literal["claim", "release", "approve", "reject_draft", "reopen"]
    version: int | None = None
    note: str | None = Field(default=None, max_length=4000)


class BulkBody(_Body):
    """Drafts to reject together."""

    ids: list[str] = Field(max_length=MOST_AT_ONCE)
    note: str | None = Field(default=None, max_length=4000)


class SettleBody(_Body):
    """An answer to a proposal."""

    key: str = Field(max_length=1000)
    accept: bool


class ForgetBody(_Body):
    """Something learned that is to be taken back. field: "" for a name."""

    kind: Literal["aliases", "names", "hints"]
    field: str = Field(default="", max_length=100)
    words: str = Field(max_length=1000)


def desk_of(request: Request) -> Desk:
    """The desk of the application that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def who_of(request: Request) -> str:
    """The editor who asks."""
    return str(request.state.session.who)


def _setting(request: Request) -> Setting:
    setting: Setting = request.app.state.setting
    return setting


@router.get("/queue")
async def read_queue(request: Request) -> Any:
    """A page of the queue. Query: status, country, technology, publisher, text, sort, page."""
    return AnyTextJSON(queue.page_of(desk_of(request), queue.Asked.of(request.query_params), who_of(request)))


@router.get("/news")
async def read_news(request: Request) -> Any:
    """What others decided since this editor last opened the queue."""
    return AnyTextJSON(
        queue.changes_since_last_time(desk_of(request), request.app.state.visits, who_of(request), mark=False)
    )


@router.get("/next")
async def next_draft(request: Request, after: str = "") -> Any:
    """The next draft that waits for this editor: the most doubtful one that nobody else has claimed."""
    return {"id": queue.next_waiting(desk_of(request), queue.Asked.of(request.query_params), who_of(request), after)}


@router.get("/drafts/{draft_id}")
async def read_draft(request: Request, draft_id: DraftId) -> Any:
    """Everything the review screen shows of a draft."""
    return AnyTextJSON(state_of(desk_of(request), draft_id, who_of(request)))


@router.get("/drafts/{draft_id}/changes")
async def read_changes(request: Request, draft_id: DraftId, since: int = 0) -> Any:
    """The draft's version, and what was decided after the version ``since``."""
    desk = desk_of(request)
    version = desk.databank.version(draft_id)
    return AnyTextJSON({"version": version, "changes": desk.changes(draft_id, since) if version > since else []})


@router.get("/drafts/{draft_id}/reports/{report_id}")
async def read_report(
    request: Request,
    draft_id: DraftId,
    report_id: DraftId,
    start: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=SHOWN_AT_ONCE)] = SHOWN_AT_ONCE,
) -> Any:
    """A report's text from character ``start`` on, in passages cut into segments at the edges of evidence.

    Each segment is [text, names of the spans it lies in]. rest: where the text goes on, null at its end.
    """
    desk = desk_of(request)
    review, _ = desk.review(draft_id)
    report = desk.reports(review.base).get(report_id)
    if report is None:
        raise Refused("That is no report of this draft.")
    found, rest = blocks(report, spans_of(review, report_id), start, limit)
    shown = [
        {
            "start": block.start, "end": block.end, "kind": block.kind, "page": block.page,
            "segments": [[report.text[each.start : each.end], each.keys] for each in block.segments],
        }
        for block in found
    ]  # fmt: skip
    return AnyTextJSON({"id": report.id, "length": len(report.text), "rest": rest, "blocks": shown})


@router.post("/drafts/{draft_id}/decisions")
async def decide(request: Request, draft_id: DraftId, body: DecisionBody) -> Any:
    """Decide on a value. 409 when somebody else decided on the field first, 422 with the reason when it cannot be."""
    desk, who = desk_of(request), who_of(request)
    decision = desk.decide(
        draft_id, who, body.version, body.action, body.pointer,
        value=body.value, evidence=[each.model_dump() for each in body.evidence], typed=body.typed, note=body.note,
    )  # fmt: skip
    return _after(desk, decision.draft_id, who, body.version, decision.pointer)


@router.post("/drafts/{draft_id}/undo")
async def undo(request: Request, draft_id: DraftId) -> Any:
    """Take back this editor's last decision on the draft; as often as there are decisions."""
    desk, who = desk_of(request), who_of(request)
    decision = desk.step(draft_id, who, "undo")
    return _after(desk, decision.draft_id, who, decision.version - 1, decision.pointer)


@router.post("/drafts/{draft_id}/redo")
async def redo(request: Request, draft_id: DraftId) -> Any:
    """Do again what was undone last."""
    desk, who = desk_of(request), who_of(request)
    decision = desk.step(draft_id, who, "redo")
    return _after(desk, decision.draft_id, who, decision.version - 1, decision.pointer)


@router.post("/drafts/{draft_id}/status")
async def set_status(request: Request, draft_id: DraftId, body: StatusBody) -> Any:
    """Claim, release, approve, reject or reopen a draft. An approval is refused with the list of what blocks it."""
    desk, who = desk_of(request), who_of(request)
    if body.action == "approve" and body.version is None:
        raise UsageError("An approval needs the version that was seen.")
    decision = desk.set_status(draft_id, who, body.action, body.version, body.note)
    return _after(desk, decision.draft_id, who, decision.version - 1, "")


@router.post("/bulk-reject")
async def bulk_reject(request: Request, body: BulkBody) -> Any:
    """Reject several drafts; those that cannot be are listed with the reason."""
    desk, who = desk_of(request), who_of(request)
    done, failed = [], {}
    for draft_id in body.ids:
        try:
            done.append(desk.set_status(draft_id, who, "reject_draft", None, body.note).draft_id)
        except Refused as error:
            failed[draft_id] = str(error)
    return {"rejected": done, "failed": failed}


@router.get("/drafts/{draft_id}/export/{shape}")
async def export_draft(request: Request, draft_id: DraftId, shape: str) -> Response:
    """An entry in one of the export shapes, as a file."""
    draft = desk_of(request).databank.draft(draft_id)
    return _export(request, [draft.to_dict()], shape, draft.id)


@router.get("/export/{shape}")
async def export_many(request: Request, shape: str) -> Response:
    """All approved entries in one of the export shapes, as a file."""
    databank = desk_of(request).databank
    drafts = [databank.draft(each.id).to_dict() for each in databank.drafts(status="approved", sort="headline")]
    return _export(request, drafts, shape, "approved")


@router.get("/vocabulary/{field}")
async def search_terms(
    request: Request, field: str, q: Annotated[str, Query(max_length=200)] = "", draft: str = ""
) -> Any:
    """Values to choose from while typing: terms and aliases of a controlled field, known names of the others."""
    for one in all_fields():
        if one.name == field:
            return AnyTextJSON({"field": field, "found": suggestions(desk_of(request), one, q, draft)})
    raise UsageError("There is no such field.")


@router.get("/learning")
async def read_learning(request: Request) -> Any:
    """What corrections propose to learn, and what was learned."""
    desk = desk_of(request)
    return AnyTextJSON({"proposals": learning.proposals(desk), "learned": desk.learned.content()})


@router.post("/learning")
async def settle(request: Request, body: SettleBody) -> Any:
    """Accept a proposal, or never show it again."""
    return AnyTextJSON(learning.settle(desk_of(request), body.key, body.accept))


@router.post("/learning/forget")
async def forget(request: Request, body: ForgetBody) -> Any:
    """Take back something learned."""
    learning.forget(desk_of(request), body.kind, body.field, body.words)
    return {"forgotten": body.words}


@router.get("/outcomes")
async def read_outcomes(request: Request) -> Any:
    """How many suggested values editors kept, edited and rejected, by field and by what suggested them."""
    return AnyTextJSON(outcomes.outcomes(desk_of(request)))


def _after(desk: Desk, draft_id: str, who: str, seen: int, pointer: str) -> Response:
    """What a decision is answered with: the new state, where it was, and what others did meanwhile.

    Of the state's fields only those that were decided on since ``seen`` are told, and no claims: they never change.
    """
    changes = desk.changes(draft_id, seen)
    state = state_of(desk, draft_id, who, only=None if pointer == "" else {each["pointer"] for each in changes})
    return AnyTextJSON({"state": state, "pointer": pointer, "others": [each for each in changes if each["who"] != who]})


def _export(request: Request, drafts: list[dict[str, Any]], shape: str, name: str) -> Response:
    exporter = _setting(request).formats.get(shape)
    if exporter is None:
        raise UsageError("There is no such export.", f"Choose from: {', '.join(_setting(request).formats)}.")
    stream = io.StringIO(newline="")
    exporter(drafts, stream)
    ending, kind = NAMES.get(shape, ("csv" if shape.startswith("sheet") else "txt", "text/plain"))
    return Response(
        stream.getvalue().encode("utf-8", "replace"),
        media_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
