"""The transport: what comes over the network, what is refused, and in which words. A server on this machine answers."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extractor import __version__
from extractor.errors import ExtractorError, SourceBlocked, SourceEmpty, SourceNotFound, SourceUnreadable
from extractor.fetching import HttpTransport, Response, fetch

PAGE = b"<html lang=en><title>Police buy cameras</title><article><h1>Police buy cameras</h1>" + b"".join(
    b"<p>The police of the town have bought %d new cameras from a company, and they will use them in the streets.</p>"
    % n
    for n in range(12)
)
SEEN: list[dict[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        SEEN.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
        name = self.path.partition("?")[0]
        if name.startswith("/status/"):
            self.answer(int(name.rpartition("/")[2]), b"no")
        elif name.startswith("/hop/"):
            left = int(name.rpartition("/")[2])
            self.answer(302, b"", Location=f"/hop/{left - 1}" if left else "/page")
        elif name == "/away":
            self.answer(302, b"", Location="file:///etc/passwd")
        elif name == "/gzip":
            self.answer(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        elif name == "/bomb":
            self.answer(200, gzip.compress(b"a" * 3_000_000), **{"Content-Encoding": "gzip"})
        elif name == "/broken":
            self.answer(200, b"\x1f\x8b not gzip", **{"Content-Encoding": "gzip"})
        elif name == "/image":
            self.answer(200, b"\x89PNG\r\n", **{"Content-Type": "image/png"})
        elif name == "/large":
            self.answer(200, b"a" * 300_000)
        elif name == "/slow":
            time.sleep(1.0)
            self.answer(200, PAGE)
        elif name == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(15):
                self.wfile.write(b"<p>a</p>")
                self.wfile.flush()
                time.sleep(0.1)
        elif name == "/latin":
            self.answer(
                200,
                PAGE + "<p>Die Gemeinde Zürich".encode("latin-1"),
                **{"Content-Type": "text/html; charset=iso-8859-1"},
            )
        elif name == "/empty":
            self.answer(200, b"")
        else:
            self.answer(200, PAGE)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        headers.setdefault("Content-Type", "text/html")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of these tests."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def door(**limits: float) -> HttpTransport:
    return HttpTransport(allow_private=True, **limits)  # type: ignore[arg-type]


def test_a_page_becomes_a_report_with_its_address(site: str) -> None:
    report = fetch(f"{site}/page", transport=door())
    assert report.title == "Police buy cameras"
    assert report.url == f"{site}/page"
    assert report.media_type == "text/html"


def test_the_tool_names_itself(site: str) -> None:
    door().get(f"{site}/page")
    assert SEEN[-1]["user-agent"].startswith(f"extractor/{__version__} (+")


def test_compressed_answers_are_unpacked(site: str) -> None:
    assert door().get(f"{site}/gzip").body == PAGE


def test_the_servers_charset_counts(site: str) -> None:
    assert "Zürich" in fetch(f"{site}/latin", transport=door()).text


def test_redirects_are_followed_and_the_last_address_kept(site: str) -> None:
    assert door().get(f"{site}/hop/3").url == f"{site}/page"


def test_addresses_with_spaces_and_accents_are_quoted(site: str) -> None:
    door().get(f"{site}/ünder the bridge?q=é#part")
    assert SEEN[-1]["path"] == "/%C3%BCnder%20the%20bridge?q=%C3%A9"


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/status/404", SourceNotFound, "not there"),
        ("/status/410", SourceNotFound, "not there"),
        ("/status/500", SourceNotFound, "out of order"),
        ("/status/503", SourceNotFound, "out of order"),
        ("/status/401", SourceBlocked, "refuses access"),
        ("/status/403", SourceBlocked, "refuses access"),
        ("/status/429", SourceBlocked, "too many requests"),
        ("/status/418", SourceNotFound, "HTTP 418"),
        ("/hop/9", SourceUnreadable, "redirects more than 5 times"),
        ("/away", SourceUnreadable, "not a web address"),
        ("/image", SourceUnreadable, "image/png"),
        ("/broken", SourceUnreadable, "broken compressed"),
        ("/empty", SourceEmpty, "empty page"),
    ],
)
def test_what_is_no_report_is_said_in_one_line(site: str, path: str, error: type[ExtractorError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        fetch(site + path, transport=door())
    assert "\n" not in str(caught.value)
    assert caught.value.way_out


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_answers_above_the_size_cap_are_refused_also_when_they_unpack_to_it(site: str, path: str) -> None:
    with pytest.raises(SourceUnreadable, match="too large"):
        door(max_bytes=200_000).get(site + path)


def test_a_server_that_does_not_answer_is_given_up(site: str) -> None:
    with pytest.raises(SourceNotFound, match="in time"):
        door(read=0.2).get(f"{site}/slow")


def test_a_server_that_drips_is_given_up(site: str) -> None:
    with pytest.raises(SourceNotFound, match="longer than"):
        door(total=0.3).get(f"{site}/drip")


def test_a_closed_port_and_an_unknown_host() -> None:
    with pytest.raises(SourceNotFound, match="refuses the connection"):
        door().get("http://127.0.0.1:9/")
    with pytest.raises(SourceNotFound, match=r"no host|cannot be"):
        HttpTransport(connect=2).get("http://no-such-host.invalid/")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest",
     "http://100.64.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/"],
)  # fmt: skip
def test_addresses_inside_a_private_network_are_not_fetched(url: str) -> None:
    with pytest.raises((SourceUnreadable, SourceNotFound), match=r"private network|no host"):
        HttpTransport(connect=2).get(url)


def test_a_redirect_into_a_private_network_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Response("http://outside.example/", 302, {"location": f"{site}/page"}, b"")
    door_ = HttpTransport()
    real = HttpTransport._once
    monkeypatch.setattr(
        HttpTransport, "_once", lambda self, url, deadline: first if "outside" in url else real(self, url, deadline)
    )
    with pytest.raises(SourceUnreadable, match="private network"):
        door_.get("http://outside.example/")


@pytest.mark.parametrize(
    "source", ["ftp://example.org/a", "file:///etc/passwd", "javascript://x", "http://", "http://[bad"]
)
def test_only_web_addresses_are_fetched(source: str) -> None:
    with pytest.raises(SourceUnreadable):
        fetch(source)


def test_another_transport_can_take_its_place() -> None:
    class Stored:
        def get(self, url: str) -> Response:
            return Response(url, 200, {"content-type": "text/html"}, PAGE)

    report = fetch("https://example.org/2021/03/12/cameras", transport=Stored())
    assert report.published == "2021-03-12"
    assert report.publisher == "example.org"
