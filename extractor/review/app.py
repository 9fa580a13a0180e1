"""The application: the desk behind its door, with pages for people and endpoints for programs."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

import extractor
from extractor.errors import DatabankError, ExtractorError, UsageError
from extractor.review import api, pages
from extractor.review.answers import AnyTextJSON
from extractor.review.desk import Conflict, Desk
from extractor.review.security import Door
from extractor.review.setting import Setting
from extractor.review.values import Refused
from extractor.review.visits import Visits
from extractor.store import VersionConflict


def create_app(folder: Path, setting: Setting) -> FastAPI:
    """The review application over a databank folder."""
    desk = Desk(folder)

    @asynccontextmanager
    async def life(_: FastAPI) -> Any:
        yield
        desk.close()

    app = FastAPI(
        title="extractor review",
        version=extractor.__version__,
        description="Every action of the review screen, as JSON. Requests that change something need the session's "
        "cookie and its token in the header X-CSRF-Token.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=life,
        default_response_class=AnyTextJSON,
    )
    app.state.desk, app.state.setting, app.state.visits = desk, setting, Visits(folder)
    app.include_router(api.router, prefix="/api")
    app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(files("extractor.review") / "static")))
    app.add_middleware(
        Door,
        sessions=setting.sessions,
        cookie=setting.cookie,
        hosts=setting.hosts,
        origins=setting.origins,
        sign_in="/login" if setting.accounts else None,
    )
    app.add_exception_handler(ExtractorError, _said)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _plain)
    return app


STATUS: tuple[tuple[type[ExtractorError], int], ...] = (
    (VersionConflict, 409),
    (Refused, 422),
    (UsageError, 422),
    (DatabankError, 503),
)


async def _said(_: Request, error: Exception) -> Response:
    """Any error of the program, as one clear line with what belongs to it."""
    assert isinstance(error, ExtractorError)
    status = next((number for kind, number in STATUS if isinstance(error, kind)), 400)
    if error.message.startswith("There is no draft"):
        status = 404
    about: dict[str, Any] = {"code": error.code, "message": error.message, "way_out": error.way_out}
    if isinstance(error, Refused):
        about.update(nearest=list(error.nearest), blockers=list(error.blockers))
    if isinstance(error, VersionConflict):
        about.update(version=error.found, changes=list(error.changes) if isinstance(error, Conflict) else [])
    return AnyTextJSON({"error": about}, status)


async def _misread(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"] if step != "body")
    return AnyTextJSON({"error": {"code": "request", "message": f"{where}: {first['msg']}"}}, 422)


async def _plain(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return AnyTextJSON(
        {"error": {"code": f"http-{error.status_code}", "message": str(error.detail)}}, error.status_code
    )
