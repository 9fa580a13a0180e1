"""Markdown without its marks: front matter, headings, lists, quotes and links become blocks of plain text."""

from __future__ import annotations

import html
import re

from extractor.fetching.blocks import Block, clean

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]+)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'(][^)]*)?\)")
_REFERENCE = re.compile(r"\[([^\]]+)\]\[([^\]]*)\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$", re.M)
_AUTOLINK = re.compile(r"<(https?://[^>\s]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*\*|\*\*|\*|___|__|_|~~)(?=\S)(.+?)(?<=\S)\1(?![\w*_])", re.S)
_CODE = re.compile(r"(`+)(.+?)\1", re.S)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_ROW = re.compile(r"\s*\|(.+)\|\s*$")
_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_KEYS = {
    "title": "title", "date": "published", "published": "published", "author": "author", "authors": "author",
    "url": "url", "source": "url", "link": "url", "canonical": "url", "publisher": "publisher", "site": "publisher",
}  # fmt: skip


def take_front_matter(text: str) -> tuple[str, dict[str, str]]:
    """A text without its YAML front matter, and the simple ``key: value`` facts that stood there."""
    match = _FRONT.match(text)
    known: dict[str, str] = {}
    if not match:
        return text, known
    for line in match.group(1).splitlines():
        key, colon, value = line.partition(":")
        name = _KEYS.get(key.strip().lower())
        value = value.strip().strip("\"'[]").strip()
        if colon and name and value:
            known.setdefault(name, value)
    return text[match.end() :], known


def strip_marks(text: str, links: list[tuple[str, str]] | None = None, targets: dict[str, str] | None = None) -> str:
    """Inline Markdown as plain text; links met are added to ``links`` as (words, address)."""

    def link(words: str, address: str) -> str:
        if links is not None and address.startswith(("http://", "https://")):
            links.append((strip_marks(words), address))
        return words

    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda m: link(m.group(1), m.group(2)), text)
    known = targets or {}
    text = _REFERENCE.sub(lambda m: link(m.group(1), known.get((m.group(2) or m.group(1)).lower(), "")), text)
    text = _AUTOLINK.sub(lambda m: link(m.group(1), m.group(1)), text)
    text = _CODE.sub(lambda m: m.group(2), text)
    for _ in range(3):
        text = _EMPHASIS.sub(lambda m: m.group(2), text)
    text = re.sub(r"\[\^[^\]]+\]", "", _TAG.sub("", text))
    return clean(html.unescape(_ESCAPE.sub(r"\1", text)))


def markdown_blocks(text: str) -> tuple[list[Block], tuple[tuple[str, str], ...]]:
    """The blocks of a Markdown text, in order, and its links as (words, address)."""
    targets = {m.group(1).lower(): m.group(2) for m in _DEFINITION.finditer(text)}
    lines = [*_DEFINITION.sub("", text).split("\n"), ""]
    blocks: list[Block] = []
    links: list[tuple[str, str]] = []
    held: list[str] = []
    held_kind = "paragraph"

    def flush() -> None:
        nonlocal held_kind
        plain = strip_marks("\n".join(held), links, targets)
        if re.search(r"\w", plain):
            blocks.append(Block(held_kind, plain))
        held.clear()
        held_kind = "paragraph"

    fenced = False
    for line in lines:
        if re.match(r"\s*(```|~~~)", line):
            flush()
            fenced = not fenced
            continue
        if fenced:
            held.append(line)
            continue
        heading, item, row = _HEADING.match(line), _ITEM.match(line), _ROW.match(line)
        if not line.strip():
            flush()
        elif heading:
            flush()
            held.append(heading.group(1))
            held_kind = "heading"
            flush()
        elif _UNDERLINE.match(line) and held and held_kind == "paragraph":
            held_kind = "heading"
            flush()
        elif _RULE.match(line):
            flush()
        elif row:
            flush()
            cells = [cell.strip() for cell in row.group(1).split("|")]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                held.append(" \\| ".join(filter(None, cells)))
                held_kind = "table"
                flush()
        elif line.lstrip().startswith(">"):
            if held_kind != "quote":
                flush()
            held_kind = "quote"
            content = re.sub(r"^\s*(?:>\s?)+", "", line)
            if content.strip():
                held.append(content)
            else:
                flush()
                held_kind = "quote"
        elif item:
            flush()
            held_kind = "item"
            held.append(item.group(1))
        else:
            held.append(line)
    flush()
    return blocks, tuple(dict.fromkeys(links))
