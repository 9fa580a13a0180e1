"""Serving the application: on this machine for one editor, or for a team behind a reverse proxy."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from extractor.errors import UsageError
from extractor.review.access import OneTimeLink
from extractor.review.accounts import Accounts
from extractor.review.app import create_app
from extractor.review.security import allowed
from extractor.review.setting import Exporter, Setting

Started = Callable[[str], None]
"""Called with the address once requests are answered."""


def listen(host: str, port: int) -> tuple[socket.socket, int]:
    """A socket that listens, and its port (0 takes a free one). Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except (OSError, OverflowError) as error:
        found.close()
        raise UsageError(f"Port {port} of {host} cannot be used: {error}.", "Choose another with --port.") from error
    return found, int(found.getsockname()[1])


def review_locally(
    folder: Path, who: str, formats: Mapping[str, Exporter], *, port: int = 0, started: Started = lambda link: None
) -> None:
    """Serve one editor on 127.0.0.1 until interrupted. started: gets the link with its one-time token."""
    link = OneTimeLink(who)
    listening, port = listen("127.0.0.1", port)
    hosts, origins = allowed("127.0.0.1", port)
    app = create_app(folder, Setting(hosts, origins, formats, link=link))
    address = f"http://127.0.0.1:{port}/open?token={link.token}"
    _run(app, listening, address, started)


def serve_team(
    folder: Path,
    accounts: Accounts,
    formats: Mapping[str, Exporter],
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    public: Sequence[str] = (),
    started: Started = lambda link: None,
) -> None:
    """Serve editors with accounts until interrupted. public: the origins a reverse proxy is reached by."""
    listening, port = listen(host, port)
    hosts, origins = allowed(host, port, public)
    secure = any(origin.startswith("https://") for origin in public)
    app = create_app(folder, Setting(hosts, origins, formats, accounts=accounts, secure=secure))
    _run(app, listening, public[0] if public else f"http://{hosts[0]}", started)


def _run(app: FastAPI, listening: socket.socket, address: str, started: Started) -> None:
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)

    def tell() -> None:
        while not server.started and not server.should_exit:
            time.sleep(0.02)
        if server.started:
            started(address)

    threading.Thread(target=tell, daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        server.should_exit = True
        listening.close()
