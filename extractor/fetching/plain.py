"""Plain text and Markdown become a Report: marks come off, a paragraph's lines are joined, the text is frozen."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractor.errors import SourceEmpty
from extractor.fetching.blocks import Block, clean, join_blocks
from extractor.fetching.decoding import decode
from extractor.fetching.language import check_english
from extractor.fetching.markdown import markdown_blocks, strip_marks, take_front_matter
from extractor.fetching.page_facts import as_date
from extractor.fetching.written_dates import find_written_date
from extractor.report import Report, split_passages

_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
_BYLINE = re.compile(
    r"[Bb][Yy]\s+(?P<who>[A-ZÀ-Þ][\w.'’-]+(?:[ ,]+(?:and|de|da|van|von|der|bin|al|&|[A-ZÀ-Þ][\w.'’-]*))*)"
    r"\s*(?:[|,–—-].*)?$"
)
_FIELD = re.compile(
    r"(?P<key>title|headline|date|published|publication date|author|byline|source|publisher|url|link)"
    r"\s*:\s*(?P<value>\S.*)$",
    re.I,
)
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)"
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,}(?:, [A-Z][\w. ]+?)?)"
    rf"(?:,? {_DAY})?,?\s*(?:\((?P<agency>[^)]{{2,40}})\))?\s*[-–—:]"
)
_HEAD_LINES = 12
_ITEM = re.compile(r"(?:[-*•‣▪]|\d{1,2}[.)])\s+(?=\S)")


def read_text(
    raw: bytes,
    *,
    url: str | None,
    name: str | None,
    content_type: str | None = None,
    markdown: bool = False,
    force: bool = False,
) -> Report:
    """Read a plain text or Markdown file. content_type: the sender's header, of which the charset counts.

    Raises SourceEmpty or LanguageUnsupported.
    """
    decoded = decode(raw, content_type)
    text, known = take_front_matter(decoded.text) if markdown else (decoded.text, {})
    links: tuple[tuple[str, str], ...] = ()
    if markdown:
        blocks, links = markdown_blocks(text)
    else:
        blocks = _plain_blocks(text)
    if not blocks:
        raise SourceEmpty(f"{name or 'The text'} is empty.", "Check the source.")
    blocks = _take_fields(blocks, known)
    blocks = _mark_title(blocks, known)
    _read_head(blocks, known)
    frozen, passages, _ = join_blocks(blocks)
    language, warning = check_english(frozen, force=force)
    address = known.get("url")
    if address and urlsplit(address).scheme not in {"http", "https"}:
        address = None
    return Report(
        text=frozen, passages=passages, title=known.get("title"), url=url or address, author=known.get("author"),
        publisher=known.get("publisher"), published=as_date(known.get("published")), language=language,
        media_type="text/markdown" if markdown else "text/plain",
        warnings=(*decoded.warnings, *((warning,) if warning else ())), links=links,
    )  # fmt: skip


def _plain_blocks(text: str) -> list[Block]:
    """A block for each paragraph; the lines of a hard-wrapped paragraph are joined."""
    text = _part_head(text)
    blocks = []
    for passage in split_passages(text):
        line = clean(text[passage.start : passage.end])
        if not re.search(r"\w", line):
            continue
        item = _ITEM.match(line)
        blocks.append(Block("item" if item else "paragraph", line[item.end() :] if item else line))
    return blocks


def _part_head(text: str) -> str:
    """A text with blank lines around the bylines, fields and datelines among its first lines."""
    lines = text.split("\n")
    parted: list[str] = []
    for number, line in enumerate(lines[:_HEAD_LINES]):
        bare = line.strip()
        alone = bool(_FIELD.match(bare)) or (bool(_BYLINE.match(bare)) and len(bare) < 120)
        alone = alone or (len(bare.split()) <= 6 and as_date(find_written_date(bare)) is not None and number < 6)
        if alone or _DATELINE.match(bare):
            parted.append("")
        parted.append(line)
        if alone:
            parted.append("")
    return "\n".join([*parted, *lines[_HEAD_LINES:]])


def _take_fields(blocks: list[Block], known: dict[str, str]) -> list[Block]:
    """Take "Title: …" lines off the head of a text into ``known``."""
    names = {
        "headline": "title",
        "date": "published",
        "publication date": "published",
        "byline": "author",
        "source": "publisher",
        "link": "url",
    }
    count = 0
    for block in blocks[:8]:
        match = _FIELD.match(block.text)
        if not match or len(block.text) > 250:
            break
        key = match.group("key").lower()
        known.setdefault(names.get(key, key), match.group("value").strip())
        count += 1
    return blocks[count:] if count < len(blocks) else blocks


def _mark_title(blocks: list[Block], known: dict[str, str]) -> list[Block]:
    """Put the title first, as a block of its own: the stated one, or the first line when it looks like one."""
    first = blocks[0]
    title = known.get("title")
    if title:
        known["title"] = title = strip_marks(title)
        rest = blocks[1:] if first.text.casefold() == title.casefold() else blocks
        return [Block("title", title), *rest]
    looks = first.kind in {"heading", "paragraph"} and len(first.text) <= 200 and 2 <= len(first.text.split()) <= 30
    if len(blocks) > 1 and looks and not _ENDS.search(first.text.rstrip("!?")) and not _DATELINE.match(first.text):
        known["title"] = first.text
        return [Block("title", first.text), *blocks[1:]]
    return blocks


def _read_head(blocks: list[Block], known: dict[str, str]) -> None:
    """Author, date and agency from the lines under the title: byline, date line, dateline."""
    for block in blocks[1:5] if blocks[0].kind == "title" else blocks[:4]:
        byline = _BYLINE.match(block.text)
        if byline and len(block.text) < 120:
            known.setdefault("author", byline.group("who").strip(" ,"))
        dateline = _DATELINE.match(block.text)
        if dateline and dateline.group("agency"):
            known.setdefault("publisher", dateline.group("agency").strip())
        # A date counts as the publication's when it stands alone, in the byline, or in the dateline.
        stated = block.text if len(block.text.split()) <= 12 else (dateline.group() if dateline else "")
        date = find_written_date(stated)
        if date:
            known.setdefault("published", date)
