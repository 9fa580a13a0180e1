"""A real Chromium, and the review application running beside it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import review_samples as samples

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(str(item.fspath)).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; the tests skip where there is none.

    It ends with its module: while Playwright lives, no other event loop can run in the process.
    """
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium): the browser tests need a real one")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


class Site:
    """The application over a databank, served in a thread; ``open`` lets an editor in with a browser of their own."""

    def __init__(self, folder: Path, chromium: Any) -> None:
        self.folder, self.chromium = folder, chromium
        self.stops: list[Callable[[], None]] = []
        self.errors: list[str] = []

    def serve(self, who: str) -> str:
        import uvicorn

        from extractor.review.security import allowed
        from extractor.review.serving import listen

        listening, port = listen("127.0.0.1", 0)
        hosts, origins = allowed("127.0.0.1", port)
        app, link = samples.application(self.folder, who, hosts=hosts, origins=origins)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)

        def stop() -> None:
            server.should_exit = True
            thread.join(5)
            listening.close()

        self.stops.append(stop)
        return f"http://127.0.0.1:{port}/open?token={link.token}"

    def open(self, who: str = "anna", width: int = 1280, height: int = 800, **more: Any) -> Any:
        context = self.chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **more)
        context.set_default_timeout(8000)
        self.stops.insert(0, context.close)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.goto(self.serve(who))
        page.wait_for_selector("body[data-ready]")
        return page

    def stop(self) -> None:
        for each in self.stops:
            each()


@pytest.fixture
def site(tmp_path: Path, chromium: Any) -> Iterator[Callable[..., Site]]:
    """Make a site over a databank with the drafts that are given."""
    made: list[Site] = []

    def make(*drafts: Any) -> Site:
        made.append(Site(samples.databank_with(tmp_path / "databank", *drafts), chromium))
        return made[-1]

    yield make
    for each in made:
        each.stop()
        # What the page itself refuses (a conflict, a free term) is answered with 409 and 422: no error of the page.
        assert [error for error in each.errors if "409" not in error and "422" not in error] == []
