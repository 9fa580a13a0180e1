"""An entry as a page of the databank, in Markdown: its sections and lines in the databank's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from extractor.databank.rules.values import is_safe_url
from extractor.export.fields import entry_of, one_line, plain, texts_at, value_at
from extractor.export.markdown import escape, escape_paragraph, paragraphs
from extractor.export.page_layout import (
    ALWAYS,
    BLOCKS,
    DATABANK,
    DATES,
    INFO,
    INFO_LINES,
    RESEARCH,
    SECTIONS,
    TEXT_SECTIONS,
    say_date,
)  # fmt: skip

_HARD_BREAK = "  \n"


def write_pages(drafts: Iterable[Mapping[str, Any]], stream: TextIO) -> None:
    """Write each draft as a page; a page begins at its first-level heading."""
    for i, draft in enumerate(drafts):
        stream.write(("\n" if i else "") + page(draft))


def page(draft: Mapping[str, Any]) -> str:
    """The page of a draft or a bare entry. ``read_page`` reads it back."""
    entry = entry_of(draft)
    headline = one_line(str(entry.get("headline") or ""))
    blocks = [f"# {escape(headline)}".rstrip(), *_text(entry, "description")]
    for section in SECTIONS:
        blocks.append(f"## {section}")
        if section == DATABANK:
            blocks += _databank(entry, draft)
        elif section == RESEARCH:
            blocks += _research(entry)
        elif section == INFO:
            blocks += _lines(entry, INFO_LINES)
        else:
            blocks += _text(entry, TEXT_SECTIONS[section])
    return "\n\n".join(blocks) + "\n"


def _text(entry: Mapping[str, Any], field: str) -> list[str]:
    text = value_at(entry, field)
    return [escape_paragraph(part) for part in paragraphs(plain(text))] if isinstance(text, str) else []


def _databank(entry: Mapping[str, Any], draft: Mapping[str, Any]) -> list[str]:
    blocks: list[str] = []
    for i, lines in enumerate(BLOCKS):
        blocks += _lines(entry, lines)
        if i == 0 and (notes := list(role_notes(draft))):
            blocks.append(_HARD_BREAK.join(f"> {note}" for note in notes))
    return blocks


def _lines(entry: Mapping[str, Any], lines: Iterable[tuple[str, str]]) -> list[str]:
    """Lines that stand together, as one block; none when no line has anything to say."""
    said = []
    for label, field in lines:
        values = [one_line(value) for value in texts_at(entry, field)]
        if values or field in ALWAYS:
            shown = [escape(say_date(value) if field in DATES else value) for value in values if value]
            said.append(f"{label}: {'; '.join(shown)}".rstrip())
    return [_HARD_BREAK.join(said)] if said else []


def _research(entry: Mapping[str, Any]) -> list[str]:
    works = value_at(entry, "research_advocacy")
    items = [_work(work) for work in works if isinstance(work, Mapping)] if isinstance(works, list) else []
    return ["\n".join(items)] if items else []


def _work(work: Mapping[str, Any]) -> str:
    """One item of the list; only a safe address becomes a link."""
    title, url = escape(one_line(str(work.get("title") or ""))), work.get("url")
    if isinstance(url, str) and is_safe_url(url):
        return f"- [{title}](<{url.replace('&', chr(92) + '&')}>)"
    return f"- {title}"


def role_notes(draft: Mapping[str, Any]) -> Iterator[str]:
    """A line of Markdown for each operator or developer whose role is in dispute: who asserts it, and who denies it."""
    for role in draft.get("roles") or ():
        if role.get("role") not in ("operator", "developer") or role.get("status") not in ("contested", "denied"):
            continue
        said: dict[str, list[str]] = {}
        for statement in role.get("statements") or ():
            who = escape(one_line(str(statement.get("by") or "the report")))
            said.setdefault(_stand(statement), []).append(who)
        parts = [f"{stand} {', '.join(dict.fromkeys(said[stand]))}" for stand in _STANDS if stand in said]
        name = escape(one_line(str(role["actor"])))
        yield f"{name}, {role['role']}: {role['status']}" + (f" ({'; '.join(parts)})" if parts else "")


_STANDS = ("asserted by", "denied by", "read as denied by", "left open by")


def _stand(statement: Mapping[str, Any]) -> str:
    """How the page says what a statement holds: the record's word may be a verb or its participle."""
    holds = str(statement.get("holds") or "")[:3]
    if holds == "den" and statement.get("inferred"):
        return "read as denied by"
    return next((stand for stand in _STANDS if holds == stand[:3]), _STANDS[-1])
