"""What the arguments of a batch stand for: files, folders, globs, addresses, and files of addresses."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import SourceUnreadable

REPORT_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".pdf", ".txt", ".text", ".md", ".markdown"})
"""Files that are taken from folders; a file that is named itself is taken whatever it is called."""
LIST_SUFFIXES = frozenset({".urls", ".url-list"})
_ADDRESS = re.compile(r"https?://\S+\Z", re.I)
_GLOB = re.compile(r"[*?\[]")
_LOOK_AT = 65_536
"""Bytes of a text file that tell whether it is a list of addresses."""


@dataclass(slots=True)
class SourceList:
    """Sources in the order given, each once. left_out: files in folders that are no reports."""

    sources: list[str]
    left_out: int = 0


def source_name(source: str) -> str:
    """The name a source is remembered by: an address as it is, a file by its whole path."""
    return source if _ADDRESS.match(source) or source == "-" else os.path.abspath(source)  # noqa: PTH100  keeps links


def list_sources(given: Iterable[str], url_files: Iterable[str] = ()) -> SourceList:
    """Every source that the arguments stand for, each once, in order.

    given: addresses, files, folders (searched through and through), globs (``**`` too), and files of addresses: those
    called ``*.urls``, and text files that hold nothing else. url_files: more files of addresses.
    A file that does not exist is a source, too: it fails when its turn comes, with its reason.
    Raises SourceUnreadable for a file of addresses that cannot be read.
    """
    found = SourceList([])
    seen: set[str] = set()
    every = (source for each in given for source in _expand(each, found))
    more = (address for each in url_files for address in _addresses(Path(each)))
    for source in (*every, *more):
        name = source_name(source)
        if name not in seen:
            seen.add(name)
            found.sources.append(name)
    return found


def _expand(given: str, found: SourceList) -> Iterator[str]:
    path = Path(given)
    if _ADDRESS.match(given):
        yield given
    elif path.is_dir():
        yield from _in_folder(path, found)
    elif not path.exists() and _GLOB.search(given):
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207  also absolute patterns
        for match in matches:
            if Path(match).is_file():
                yield from _file(Path(match))
        if not matches:
            yield given
    else:
        yield from _file(path)


def _in_folder(folder: Path, found: SourceList) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = Path(root, name)
            if path.suffix.lower() in REPORT_SUFFIXES | LIST_SUFFIXES:
                yield from _file(path)
            else:
                found.left_out += 1


def _file(path: Path) -> Iterator[str]:
    if path.suffix.lower() in LIST_SUFFIXES or (path.suffix.lower() == ".txt" and _is_list(path)):
        yield from _addresses(path)
    else:
        yield str(path)


def _is_list(path: Path) -> bool:
    """Whether a text file holds addresses alone: no report does."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_LOOK_AT)
    except OSError:
        return False
    whole = head if len(head) < _LOOK_AT else head.rpartition(b"\n")[0]
    lines = _lines(whole.decode("utf-8-sig", "replace"))
    return bool(lines) and all(_ADDRESS.match(line) for line in lines)


def _addresses(path: Path) -> list[str]:
    try:
        return _lines(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        raise SourceUnreadable(f"The list {path} cannot be read: {error.strerror or error}.") from error


def _lines(text: str) -> list[str]:
    """Lines that say something; those that begin with # are remarks."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
