"""The door: which hosts, origins, sizes and sessions are let in, and what every answer tells the browser to refuse."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.review.access import Session, Sessions

LARGEST_REQUEST = 1_000_000
"""Bytes of a request's body."""
CSP = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OPEN_PATHS = ("/open", "/login", "/static/")
"""Paths that need no session."""


class TooLarge(HTTPException):
    """A request's body grew beyond LARGEST_REQUEST."""

    def __init__(self) -> None:
        super().__init__(413, "The request is too large.")


class Door:
    """ASGI middleware that looks at every request before the application does.

    hosts: values of Host that are ours ("127.0.0.1:8000"). origins: values of Origin that are.
    cookie: name of the session's cookie. sign_in: where a browser without a session is sent, None when it has to be
    opened by the link.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        sessions: Sessions,
        cookie: str,
        hosts: Sequence[str],
        origins: Sequence[str],
        sign_in: str | None,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._cookie = cookie
        self._hosts = frozenset(host.lower() for host in hosts)
        self._origins = frozenset(origin.lower() for origin in origins)
        self._sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secret = cookie_of(headers, self._cookie)
        session = self._sessions.find(secret)
        refusal = self._refusal(scope, headers, session)
        guarded_send = _with_headers(send, scope["path"])
        if refusal is not None:
            await refusal(scope, receive, guarded_send)
            return
        scope.setdefault("state", {}).update({"session": session, "secret": secret})
        await self._app(scope, _capped(receive), guarded_send)

    def _refusal(self, scope: Scope, headers: Headers, session: Session | None) -> Response | None:
        path, method = str(scope["path"]), str(scope["method"])
        if headers.get("host", "").lower() not in self._hosts:
            return _no(421, "host", "This is not the host that this program answers for.")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_REQUEST:
            return _no(413, "too-large", "The request is too large.")
        if method not in SAFE_METHODS:
            origin = headers.get("origin", "").lower()
            if origin not in self._origins or headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return _no(403, "origin", "This request comes from another site.")
        if path in OPEN_PATHS or path.startswith("/static/"):
            return None
        if session is None:
            return self._no_session(path, method)
        if method not in SAFE_METHODS and not hmac.compare_digest(
            headers.get("x-csrf-token", "").encode("utf-8", "replace"), session.csrf.encode()
        ):
            return _no(403, "csrf", "The page is out of date: load it again.")
        return None

    def _no_session(self, path: str, method: str) -> Response:
        if path.startswith("/api/") or method not in SAFE_METHODS:
            return _no(401, "signed-out", "You are not signed in: load the page again.")
        return RedirectResponse(self._sign_in or "/open", 303)


def cookie_of(headers: Headers, name: str) -> str | None:
    """The value of a cookie of a request."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return found.value if found else None


def allowed(host: str, port: int, public: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The Host and Origin values of a server: at its own address, and at the public addresses it is reached by.

    public: origins such as "https://review.example.org" (a reverse proxy in front).
    """
    names = {host, "localhost"} if host in ("127.0.0.1", "::1", "localhost") else {host}
    hosts = [f"[{name}]:{port}" if ":" in name else f"{name}:{port}" for name in sorted(names)]
    origins = [f"http://{each}" for each in hosts]
    for origin in public:
        parts = urlsplit(origin)
        hosts.append(parts.netloc)
        origins.append(f"{parts.scheme}://{parts.netloc}")
    return hosts, origins


def _no(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status)


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"
        await send(message)

    return sending


def _capped(receive: Receive) -> Receive:
    size = 0

    async def receiving() -> Message:
        nonlocal size
        message: dict[str, Any] = dict(await receive())
        size += len(message.get("body", b""))
        if size > LARGEST_REQUEST:
            raise TooLarge
        return message

    return receiving
