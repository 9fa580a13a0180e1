"""Makes the pictures in docs/img from the samples: drafts them, serves the review, and drives a real Chromium.

    python docs/screenshots.py

Needs the packages of ``.[dev]`` and a Chromium (Debian: apt-get install chromium).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from extractor import draft, fetch, load_pipeline
from extractor.export import FORMATS
from extractor.review.access import OneTimeLink
from extractor.review.app import create_app
from extractor.review.security import allowed
from extractor.review.serving import listen
from extractor.review.setting import Setting
from extractor.store import Databank

HERE = Path(__file__).parent
SAMPLES = [HERE.parent / "samples" / name for name in ("naypyidaw.html", "exam-watch-report.pdf", "cascata-wire.txt")]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


def main() -> int:
    """Write docs/img/*.png; returns the exit code."""
    chromium = next(
        (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
    )
    if chromium is None:
        sys.stderr.write("No Chromium found; on Debian: apt-get install chromium\n")
        return 2
    pictures = HERE / "img"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        ids = draft_samples(Path(name))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        shoot(browser, Path(name), ids, pictures)
        browser.close()
    return 0


def draft_samples(folder: Path) -> list[str]:
    """Draft the samples into a databank; returns the drafts' ids."""
    nlp = load_pipeline()
    ids = []
    with Databank.open(folder) as databank:
        for path in SAMPLES:
            report = fetch(str(path))
            made = draft(report, nlp=nlp)
            databank.save_draft(made, [report])
            ids.append(made.id)
    return ids


def serve(folder: Path, who: str) -> str:
    """Serve the review in a thread; returns the link for one editor."""
    listening, port = listen("127.0.0.1", 0)
    hosts, origins = allowed("127.0.0.1", port)
    link = OneTimeLink(who)
    app = create_app(folder, Setting(hosts, origins, FORMATS, link=link))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return f"http://127.0.0.1:{port}/open?token={link.token}"


def shoot(browser: Browser, folder: Path, ids: list[str], pictures: Path) -> None:
    """Take the pictures."""
    page = visit(browser, serve(folder, "anna"))
    site = page.url.rstrip("/")
    page.screenshot(path=pictures / "queue.png")
    go(page, f"{site}/drafts/{ids[0]}")
    accept_up_to(page, "/developer")
    page.screenshot(path=pictures / "review.png")
    dark = visit(browser, serve(folder, "bo"), color_scheme="dark")
    go(dark, f"{dark.url.rstrip('/')}/drafts/{ids[0]}")
    dark.keyboard.press("d")
    dark.keyboard.press("c")
    dark.wait_for_timeout(200)
    dark.screenshot(path=pictures / "claims-dark.png")
    phone = visit(browser, serve(folder, "cy"), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    go(phone, f"{phone.url.rstrip('/')}/drafts/{ids[0]}")
    phone.locator('#fields [data-field="/developer"] .value').first.click()
    phone.wait_for_timeout(200)
    phone.screenshot(path=pictures / "phone.png")


def visit(browser: Browser, link: str, **more: Any) -> Page:
    """A page signed in by the link."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **more})
    page = context.new_page()
    go(page, link)
    return page


def go(page: Page, address: str) -> None:
    """Open an address and wait until it can be used."""
    page.goto(address)
    page.wait_for_selector("body[data-ready]")


def accept_up_to(page: Page, field: str) -> None:
    """Accept values until one of a field is the active one."""
    for _ in range(12):
        if str(page.locator("#fields .value.active").get_attribute("data-id")).startswith(field):
            return
        page.keyboard.press("a")
        page.wait_for_timeout(150)


if __name__ == "__main__":
    raise SystemExit(main())
