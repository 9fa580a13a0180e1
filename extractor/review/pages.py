"""The pages for people. Report text reaches them only through autoescaped templates or as JSON."""

from __future__ import annotations

import asyncio
import math
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from extractor.errors import DatabankError
from extractor.pipeline.precedents import entries_like
from extractor.review import learning, outcomes, queue
from extractor.review.api import desk_of, who_of
from extractor.review.highlight import needs_marks, pieces
from extractor.review.setting import Setting
from extractor.store import SORTS, confidence_words

router = APIRouter()


def visible(text: Any) -> Markup:
    """Text for a page, on its own in its direction of writing, characters that would act shown by their names."""
    words = "" if text is None else str(text)
    if not needs_marks(words):
        return Markup("<bdi>{}</bdi>").format(words)
    parts = [
        Markup('<span class="mark-char" data-name="{}">{}</span>').format(name, part) if name else escape(part)
        for part, name in pieces(words)
    ]
    return Markup("<bdi>{}</bdi>").format(Markup("").join(parts))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(files("extractor.review") / "templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.globals["confidence_words"] = confidence_words
    return environment


_TEMPLATES = _environment()


def _page(request: Request, template: str, status: int = 200, /, **shown: Any) -> Response:
    session = getattr(request.state, "session", None)
    about = {
        "csrf": session.csrf if session else "",
        "who": session.who if session else None,
        "can_sign_out": _setting(request).accounts is not None,
        "formats": list(_setting(request).formats),
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(**about, **shown), status)


def _setting(request: Request) -> Setting:
    setting: Setting = request.app.state.setting
    return setting


@router.get("/")
async def queue_page(request: Request) -> Response:
    """The queue."""
    desk, who, asked = desk_of(request), who_of(request), queue.Asked.of(request.query_params)
    page = queue.page_of(desk, asked, who)
    news = queue.changes_since_last_time(desk, request.app.state.visits, who) if not request.query_params else []
    return _page(
        request, "queue.html", asked=asked, choices=queue.choices(desk), news=news, sorts=list(SORTS), **page
    )  # fmt: skip


@router.get("/drafts/{draft_id}")
async def screen_page(request: Request, draft_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")]) -> Response:
    """The review screen of one draft; it fills itself from the endpoints."""
    desk = desk_of(request)
    try:
        review, summary = desk.review(draft_id)
        similar = entries_like(desk.reports(review.base).values())
    except DatabankError as error:
        return _page(request, "message.html", 404, title="No such draft", message=str(error))
    return _page(request, "screen.html", draft=summary, similar=similar)


@router.get("/learning")
async def learning_page(request: Request) -> Response:
    """What corrections propose, what was learned, and what became of the suggestions."""
    desk = desk_of(request)
    return _page(
        request, "learning.html", proposals=learning.proposals(desk), learned=desk.learned.content(),
        figures=outcomes.outcomes(desk),
    )  # fmt: skip


@router.get("/endpoints")
async def endpoints_page(request: Request) -> Response:
    """The JSON endpoints, from the application's own OpenAPI description."""
    described = request.app.openapi()["paths"]
    endpoints = [
        {"method": method.upper(), "path": path, "about": about.get("description", "")}
        for path, methods in described.items()
        for method, about in methods.items()
    ]
    return _page(request, "endpoints.html", endpoints=endpoints)


@router.get("/open")
async def open_link(request: Request, token: str = "") -> Response:
    """Exchange the one-time token for a session."""
    setting = _setting(request)
    if request.state.session is not None:
        return RedirectResponse("/", 303)
    if setting.link is None or not setting.link.redeem(token):
        message = "Open the link that “extractor review” printed. It works once; start the program again for a new one."
        return _page(request, "message.html", 401, title="Not signed in", message=message)
    return _signed_in(setting, setting.link.who)


@router.get("/login")
async def login_page(request: Request) -> Response:
    """The form to sign in."""
    if request.state.session is not None or _setting(request).accounts is None:
        return RedirectResponse("/", 303)
    return _page(request, "login.html", name="", error=None)


@router.post("/login")
async def login(request: Request) -> Response:
    """Sign in with name and password."""
    setting = _setting(request)
    form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    name, password = form.get("name", [""])[0].strip()[:64], form.get("password", [""])[0]
    keys = (f"name:{name}", f"address:{request.client.host if request.client else ''}")
    if setting.accounts is None:
        return RedirectResponse("/", 303)
    wait = setting.brake.wait(*keys)
    if wait > 0:
        error = f"Too many wrong passwords. Try again in {math.ceil(wait)} seconds."
        return _page(request, "login.html", 429, name=name, error=error)
    # scrypt takes a tenth of a second on purpose: not on the thread that answers everybody else.
    if not await asyncio.to_thread(setting.accounts.good, name, password):
        setting.brake.failed(*keys)
        return _page(request, "login.html", 401, name=name, error="Name and password do not belong together.")
    setting.brake.passed(*keys)
    return _signed_in(setting, name)


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Sign out."""
    _setting(request).sessions.end(request.state.secret)
    response = Response(status_code=204)
    response.delete_cookie(_setting(request).cookie, path="/")
    return response


def _signed_in(setting: Setting, who: str) -> Response:
    response = RedirectResponse("/", 303)
    response.set_cookie(
        setting.cookie, setting.sessions.start(who), path="/", httponly=True, samesite="strict", secure=setting.secure
    )
    return response
