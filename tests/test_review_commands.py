"""``extractor review`` and ``extractor serve`` as processes: the link they print, the accounts, and how they end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import review_samples as samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.databank_with(tmp_path / "databank", samples.naypyidaw())


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Any, str]]]:
    """Start a command that serves; returns the process and the address it prints."""
    running: list[subprocess.Popen[str]] = []

    def starting(*arguments: str) -> tuple[Any, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "extractor", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield starting
    for process in running:
        process.kill()
        process.communicate()


def end(process: Any) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    return process.returncode, said


def test_review_prints_a_link_that_works_once_and_ends_cleanly(folder: Path, start: Any) -> None:
    process, link = start("review", "--databank", str(folder), "--no-open", "--editor", "bo")
    assert link.startswith("http://127.0.0.1:")
    with httpx.Client(follow_redirects=True) as client:
        page = client.get(link)
        assert page.status_code == 200
        assert "Cameras that read faces" in page.text
        assert "<bdi>bo</bdi>" in page.text
    assert httpx.get(link).status_code == 401
    code, said = end(process)
    assert code == 0
    assert "saved" in said
    assert "Traceback" not in said


def test_the_review_listens_on_this_machine_only(folder: Path, start: Any) -> None:
    _, link = start("review", "--databank", str(folder), "--no-open")
    port = int(link.split(":")[2].split("/")[0])
    # On Linux all of 127.0.0.0/8 is this machine: an address that a server on all addresses would answer at.
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", port), timeout=2)
    assert httpx.get(link, headers={"Host": "evil.example"}).status_code == 421


def test_a_missing_databank_or_a_taken_port_is_one_clear_line(folder: Path, tmp_path: Path, start: Any) -> None:
    done = run("review", "--databank", str(tmp_path / "none"), "--no-open")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "There is no databank" in done.stderr
    _, link = start("review", "--databank", str(folder), "--no-open")
    done = run("review", "--databank", str(folder), "--no-open", "--port", link.split(":")[2].split("/")[0])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--port" in done.stderr


def test_serve_needs_accounts_and_lets_editors_in_with_them(folder: Path, start: Any) -> None:
    done = run("serve", "--databank", str(folder))
    assert done.returncode == 2
    assert "add-user" in done.stderr
    assert run("serve", "add-user", "anna", "--databank", str(folder), given="short\n").returncode == 2
    assert (
        run("serve", "add-user", "anna", "--databank", str(folder), given="correct horse battery\n").stdout
        == "Added anna.\n"
    )
    process, address = start("serve", "--databank", str(folder), "--port", "0")
    with httpx.Client(base_url=address, headers={"Origin": address}) as client:
        assert client.get("/").headers["location"] == "/login"
        form = {"name": "anna", "password": "correct horse battery"}
        assert client.post("/login", data=form).status_code == 303
        assert "Cameras that read faces" in client.get("/").text
    assert end(process)[0] == 0
    assert run("serve", "remove-user", "anna", "--databank", str(folder)).returncode == 0
    assert run("serve", "--databank", str(folder), "--public", "review.example.org").returncode == 2
