"""Reading a databank page back as an entry: the Markdown that ``page`` writes, or the same layout as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from extractor.drafting.records import empty_entry
from extractor.errors import UsageError
from extractor.export.markdown import paragraphs, unescape
from extractor.export.page_layout import (
    BLOCKS,
    DATABANK,
    DATES,
    INFO,
    INFO_LINES,
    RESEARCH,
    SECTIONS,
    TEXT_SECTIONS,
    read_date,
)

_FIELDS = {label: field for block in (*BLOCKS, INFO_LINES) for label, field in block}
_HEADINGS = {re.sub(r"\W+", " ", section).strip(): section for section in SECTIONS}
_LINE = re.compile(rf"({'|'.join(map(re.escape, _FIELDS))}):(.*)")
_BARE_SEMICOLON = re.compile(r"(?<!\\)((?:\\\\)*);")
_LINK = re.compile(r"\[((?:[^\\\]]|\\.)*)\]\(<?((?:[^\\<>\s]|\\.)*)>?\)")
_HARD_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")


def read_page(text: str) -> dict[str, Any]:
    """The entry of a page. Raises UsageError when the text is not one page in the databank's layout."""
    entries = read_pages(text)
    if len(entries) != 1:
        raise UsageError(f"This text holds {len(entries)} pages.", "Read them with read_pages.")
    return entries[0]


def read_pages(text: str) -> list[dict[str, Any]]:
    """The entries of all pages of a text: several in Markdown, or one in plain text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not re.match(r"#(\s|$)", first):
        return [_read(lines, marked=False)] if first else []
    starts = [i for i, line in enumerate(lines) if re.match(r"#(\s|$)", line)]
    return [_read(lines[a:b], marked=True) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _read(lines: list[str], *, marked: bool) -> dict[str, Any]:
    """One page. marked: whether it is Markdown, with headings, notes and escapes."""
    shown = unescape if marked else str
    entry = empty_entry()
    start = next(i for i, line in enumerate(lines) if line.strip())
    entry["headline"] = shown(lines[start].lstrip("#").strip()) or None
    for section, body in _sections(lines[start + 1 :], marked):
        kept = [line for line in body if not (marked and line.startswith(">"))]
        if section in (DATABANK, INFO):
            _read_lines(entry, kept, shown)
        elif section == RESEARCH:
            entry["research_advocacy"] = [_read_work(line, shown) for line in kept if line.strip()]
        else:
            entry[TEXT_SECTIONS.get(section, "description")] = _read_text(kept, marked) or None
    return entry


def _sections(lines: list[str], marked: bool) -> Iterator[tuple[str, list[str]]]:
    """The page's parts by their heading; what stands before the first heading has none."""
    name, body = "", list[str]()
    for line in lines:
        heading = _heading(line, marked)
        if heading:
            yield name, body
            name, body = heading, []
        else:
            body.append(line)
    yield name, body
    if name != INFO:
        raise UsageError(f"The page ends without its section {INFO!r}.", "Is it in the databank's layout?")


def _heading(line: str, marked: bool) -> str | None:
    words = re.sub(r"\W+", " ", line).strip()
    if not marked:
        # In plain text "Transparency: Governance" is a line of the databank section, "Transparency" a heading.
        return _HEADINGS.get(words) if len(line.strip()) <= len(words) + 5 and ":" not in line else None
    if not line.startswith("## "):
        return None
    if words not in _HEADINGS:
        raise UsageError(f"The page has a section that no entry has: {line[3:].strip()[:60]!r}.", "Take it out.")
    return _HEADINGS[words]


def _read_lines(entry: dict[str, Any], lines: list[str], shown: Callable[[str], str]) -> None:
    for line in lines:
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise UsageError(
                f"The page has a line that is no field: {line.strip()[:60]!r}.", "See the databank's layout."
            )
        field, holder = _FIELDS[found[1]], entry
        if field.startswith("harms."):
            holder, field = entry["harms"], field.removeprefix("harms.")
        values = [shown(part) for part in _split(found[2]) if part]
        values = [read_date(value) if field in DATES else value for value in values]
        holder[field] = values if isinstance(holder[field], list) else (values[0] if values else None)


def _split(cell: str) -> list[str]:
    """Values parted by semicolons that are not escaped."""
    return [part.strip() for part in _BARE_SEMICOLON.sub(lambda m: f"{m[1]}\0", cell).split("\0")]


def _read_work(line: str, shown: Callable[[str], str]) -> dict[str, Any]:
    line = re.sub(r"^\s*[-*•]\s+", "", line).strip()
    link = _LINK.fullmatch(line)
    return {"title": unescape(link[1]), "url": unescape(link[2])} if link else {"title": shown(line), "url": None}


def _read_text(lines: list[str], marked: bool) -> str:
    if not marked:
        return "\n\n".join(paragraphs("\n".join(lines)))
    parts = []
    for paragraph in paragraphs("\n".join(lines)):
        text = ""
        for line in paragraph.split("\n"):
            broken = _HARD_BREAK.search(line)
            text += unescape(line[:-1] if broken else line) + ("\n" if broken else " ")
        parts.append(text.strip())
    return "\n\n".join(parts)
