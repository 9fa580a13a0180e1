"""The only door to the network: one small protocol, and one implementation of it.

A Transport turns an address into a Response or raises one of the SourceErrors. Tests and later, richer transports
(robots.txt, politeness, cache) take HttpTransport's place behind the same method.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from extractor import __version__
from extractor.errors import SourceBlocked, SourceEmpty, SourceNotFound, SourceUnreadable
from extractor.fetching.kinds import LARGEST

if TYPE_CHECKING:
    import httpcore

USER_AGENT = f"extractor/{__version__} (+incident databank drafting tool)"
_READABLE = (
    "text/",
    "application/pdf",
    "application/x-pdf",
    "application/xhtml+xml",
    "application/octet-stream",
    "binary/",
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAVE_IT = "Save it from a browser and give the file."


@dataclass(frozen=True, slots=True)
class Response:
    """An answer from the web. url: the address that answered, after redirects; headers: names in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """What fetch needs of the network."""

    def get(self, url: str) -> Response:
        """The answer to a GET. Raises SourceNotFound, SourceUnreadable, SourceBlocked or SourceEmpty."""
        ...


@dataclass(frozen=True)
class HttpTransport:
    """GET over HTTP/1.1 with limits. Proxies from the environment are not used.

    connect, read: seconds to wait for a connection and for each piece of an answer; total: for all of it.
    max_bytes: of the answer, counted before and after decompression. max_redirects: how many are followed.
    allow_private: whether addresses of this machine and of private networks may be fetched.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    max_bytes: int = LARGEST
    max_redirects: int = 5
    allow_private: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, url: str) -> Response:
        """The answer to a GET, redirects followed. Raises as Transport.get does."""
        deadline = time.monotonic() + self.total
        address = _checked(url)
        for _ in range(self.max_redirects + 1):
            answer = self._once(address, deadline)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _usable(answer)
            address = _checked(urljoin(address, answer.headers["location"]))
        raise SourceUnreadable(f"{url} redirects more than {self.max_redirects} times.", _SAVE_IT)

    def _once(self, url: str, deadline: float) -> Response:
        import httpcore

        waits = {"connect": self.connect, "read": self.read, "write": self.read, "pool": self.connect}
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": USER_AGENT, "Accept": "text/html,application/pdf,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Language": "en", "Accept-Encoding": "gzip, deflate",
        }  # fmt: skip
        headers.update(dict(self.headers))
        headers["Host"] = urlsplit(url).netloc.rpartition("@")[2]
        try:
            with (
                httpcore.ConnectionPool(network_backend=self._backend(), max_connections=1) as pool,
                pool.stream("GET", url, headers=headers, extensions={"timeout": waits}) as stream,
            ):
                named = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in stream.headers}
                if stream.status in _REDIRECTS or stream.status >= 400:
                    return Response(url, stream.status, named, b"")
                _check_type(url, named)
                return Response(url, stream.status, named, self._body(url, stream, named, deadline))
        except httpcore.TimeoutException:
            raise SourceNotFound(f"{url} did not answer in time.", "Try again later.") from None
        except httpcore.ConnectError as error:
            raise _unreachable(url, error) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise SourceNotFound(f"{url} broke off its answer ({type(error).__name__}).", "Try again later.") from None
        except (OSError, ValueError, httpcore.UnsupportedProtocol) as error:
            raise SourceNotFound(f"{url} cannot be reached: {error}.", "Check the address.") from None

    def _backend(self) -> httpcore.NetworkBackend:
        """A network backend that resolves a name once, checks every address, and connects to a checked one."""
        import httpcore

        class Checked(httpcore.SyncBackend):
            def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.NetworkStream:
                try:
                    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                except (socket.gaierror, UnicodeError) as error:
                    raise httpcore.ConnectError(f"no such host: {host}") from error
                for entry in found:
                    if not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global:
                        raise SourceUnreadable(
                            f"{host} is an address inside a private network.", "Only public addresses are fetched."
                        )
                return super().connect_tcp(str(found[0][4][0]), port, *args, **more)

        return httpcore.SyncBackend() if self.allow_private else Checked()

    def _body(self, url: str, stream: httpcore.Response, headers: Mapping[str, str], deadline: float) -> bytes:
        """The decompressed body, refused as soon as it is too large or takes too long."""
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            raise SourceUnreadable(f"{url} answers in an unknown compression ({coding}).", _SAVE_IT)
        if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > self.max_bytes:
            raise self._too_large(url)
        unpack = zlib.decompressobj(wbits=47) if coding not in {"identity", ""} else None
        body = bytearray()
        for chunk in stream.iter_stream():
            if time.monotonic() > deadline:
                raise SourceNotFound(f"{url} took longer than {self.total:.0f} seconds.", "Try again later.")
            try:
                body += unpack.decompress(chunk, self.max_bytes + 1 - len(body)) if unpack else chunk
            except zlib.error:
                raise SourceUnreadable(f"{url} sent a broken compressed answer.", _SAVE_IT) from None
            if len(body) > self.max_bytes:
                raise self._too_large(url)
        return bytes(body)

    def _too_large(self, url: str) -> SourceUnreadable:
        return SourceUnreadable(
            f"{url} is too large: the limit is {self.max_bytes / 1e6:.0f} MB.", "Give the report alone."
        )


def _checked(url: str) -> str:
    """The address with its host in ASCII and its path quoted. Raises SourceUnreadable when it is no web address."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise SourceUnreadable(f"{url} is not a valid address.", "Check it.") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise SourceUnreadable(f"{url} is not a web address.", "Only http and https are fetched.")
    netloc = f"[{host}]" if ":" in host else host
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit(
        (
            parts.scheme,
            f"{netloc}:{port}" if port else netloc,
            quote(parts.path or "/", safe=safe),
            quote(parts.query, safe=safe),
            "",
        )
    )


def _check_type(url: str, headers: Mapping[str, str]) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith(_READABLE):
        raise SourceUnreadable(f"{url} is of the kind {kind}, not a page, a PDF or a text.", "Give the report itself.")


def _usable(answer: Response) -> Response:
    """The answer when it is one, else the error that its status means."""
    url, status = answer.url, answer.status
    if status in {401, 402, 403, 407, 451}:
        raise SourceBlocked(f"{url} refuses access (HTTP {status}).", _SAVE_IT)
    if status == 429:
        raise SourceBlocked(f"{url} has had too many requests (HTTP 429).", "Try again later.")
    if status in {404, 410}:
        raise SourceNotFound(f"{url} is not there (HTTP {status}).", "Check the address, or look for an archived copy.")
    if status >= 500:
        raise SourceNotFound(f"{url} is out of order (HTTP {status}).", "Try again later.")
    if status >= 300:
        raise SourceNotFound(f"{url} answers with HTTP {status}.", "Check the address.")
    if status in {204, 205} or not answer.body:
        raise SourceEmpty(f"{url} answers with an empty page.", "Check the address.")
    return answer


def _unreachable(url: str, error: Exception) -> SourceNotFound:
    reason = str(error)
    host = urlsplit(url).hostname
    if "no such host" in reason or "Name or service" in reason or "nodename" in reason or "name resolution" in reason:
        return SourceNotFound(
            f"There is no host {host}, or it cannot be looked up.", "Check the address and the network."
        )
    if "refused" in reason:
        return SourceNotFound(f"{host} refuses the connection.", "Check the address, or try again later.")
    if "certificate" in reason.lower():
        return SourceNotFound(f"The certificate of {host} is not valid.", _SAVE_IT)
    return SourceNotFound(f"{host} cannot be reached ({reason or 'no reason given'}).", "Try again later.")
