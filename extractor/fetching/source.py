"""From a SOURCE (address, path or standard input) to a Report: size, kind, raw bytes kept, then read."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import SourceEmpty, SourceError, SourceNotFound, SourceUnreadable
from extractor.fetching import kinds
from extractor.fetching.transport import HttpTransport, Transport
from extractor.report import Report

Keep = Callable[[bytes, dict[str, str]], str]
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.I)


def fetch(
    source: str | Path, *, force: bool = False, keep: Keep | None = None, transport: Transport | None = None
) -> Report:
    """Read a source into a Report.

    source: an http(s) address, a path to .html, .htm, .pdf, .txt or .md, or "-" for standard input.
    force: go on with a text that is not English, or that stands behind a paywall or consent page.
    keep: called with the raw bytes and what is known of them before anything is extracted; returns their SHA-256.
    transport: the door to the network (default: HttpTransport).
    Raises SourceError: SourceNotFound, SourceUnreadable, SourceEmpty, SourceBlocked or LanguageUnsupported.
    """
    raw, about = _load(source, transport)
    kept = keep(raw, about) if keep else hashlib.sha256(raw).hexdigest()
    try:
        report = read_bytes(
            raw, url=about.get("url"), name=about.get("name"), media_type=about.get("media_type"), force=force
        )
    except SourceError as error:
        error.kept = kept if keep else None
        raise
    return replace(report, sha256=kept, fetched=about["fetched"])


def read_bytes(
    raw: bytes,
    *,
    url: str | None = None,
    name: str | None = None,
    media_type: str | None = None,
    force: bool = False,
) -> Report:
    """Read bytes that are already here into a Report; nothing is fetched.

    url: where they came from. name: their file name. media_type: the sender's Content-Type, with its charset.
    Raises as ``fetch`` does.
    """
    called = name or url or "The source"
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise SourceEmpty(f"{called} is empty.", "Check the source.")
    kind = kinds.media_type_of(raw, stated=media_type, name=name)
    kinds.check_size(len(raw), kind, called)
    if kind == "application/pdf":
        from extractor.fetching.pdf import read_pdf

        report = read_pdf(raw, url=url, name=name, force=force)
    elif kind == "text/html":
        from extractor.fetching.html import read_html

        report = read_html(raw, url=url, name=name, content_type=media_type, force=force)
    else:
        from extractor.fetching.plain import read_text

        report = read_text(
            raw, url=url, name=name, content_type=media_type, markdown=kind.endswith("markdown"), force=force
        )
    return replace(report, sha256=hashlib.sha256(raw).hexdigest(), fetched=_now(), media_type=kind)


def _load(source: str | Path, transport: Transport | None) -> tuple[bytes, dict[str, str]]:
    """The raw bytes of a source, and what is known of them: name, url, media_type, fetched."""
    if isinstance(source, str):
        source = source.strip()
        scheme = _SCHEME.match(source)
        if scheme and scheme.group(1).lower() in {"http", "https"}:
            return _from_web(source, transport)
        if scheme:
            raise SourceUnreadable(f"{source} is not a web address or a file.", "Only http and https are fetched.")
        if source == "-":
            raw = sys.stdin.buffer.read(kinds.LARGEST + 1)
            kinds.check_size(len(raw), None, "Standard input")
            return raw, {"fetched": _now()}
        if not source:
            raise SourceNotFound("No source was given.", "Give an address, a file, or - for standard input.")
    return _from_file(Path(source))


def _from_file(path: Path) -> tuple[bytes, dict[str, str]]:
    known = kinds.MEDIA_TYPES.get(path.suffix.lower())
    try:
        if path.is_dir():
            raise SourceUnreadable(f"{path} is a folder.", "Name a file in it, or use extractor batch.")
        kinds.check_size(path.stat().st_size, known, str(path))
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SourceNotFound(f"There is no file {path}.", "Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceUnreadable(f"{path} cannot be read: {reason}.", "Check the path and its permissions.") from None
    return raw, {"name": path.name, "path": str(path), "fetched": _now()}


def _from_web(url: str, transport: Transport | None) -> tuple[bytes, dict[str, str]]:
    response = (transport or HttpTransport()).get(url)
    about = {"url": response.url, "requested": url, "fetched": _now(), "status": str(response.status)}
    if "content-type" in response.headers:
        about["media_type"] = response.headers["content-type"]
    tail = response.url.partition("?")[0].rpartition("/")[2]
    if Path(tail).suffix.lower() in kinds.MEDIA_TYPES and "media_type" not in about:
        about["name"] = tail
    return response.body, about


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
