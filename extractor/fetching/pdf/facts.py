"""Title, author, publisher and date of a PDF: from its metadata where they look real, else from its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.fetching.blocks import Block, clean
from extractor.fetching.page_facts import as_date
from extractor.fetching.pdf.columns import Line
from extractor.fetching.written_dates import find_written_date

_FILE_LIKE = re.compile(
    r"\.(?:docx?|pdf|indd|tex|odt|rtf|pptx?|xlsx?|qxd|ai|html?)\b|^(?:microsoft|untitled|document\d*|layout|print|slide|draft|final|template|presentation|anonymous|unspecified)\b|[_/\\]|^\S+$",
    re.I,
)
_NOT_NAMES = re.compile(
    r"^(?:admin|administrator|user|owner|author|unknown|anonymous|unspecified|hp|dell|pc|default|office|microsoft|adobe|scan|\(?(?:anonymous|unspecified)\)?)\b|@|\\|/|\d{3,}|^[a-z0-9._-]+$",
    re.I,
)


def document_facts(metadata: dict[str, Any], lines: Sequence[Line], blocks: Sequence[Block]) -> dict[str, str]:
    """What is known of a document, only of "title", "author", "published", "publisher"; unknown ones are left out."""
    facts: dict[str, str] = {}
    first_page = [line for line in lines if line.page == (lines[0].page if lines else 1)]
    opening = " ".join(block.text for block in blocks if block.page == 1)[:6000]
    stated = clean(str(metadata.get("Title") or ""))
    printed = _largest(first_page)
    if _real_title(stated) and (_within(stated, opening) or not printed):
        facts["title"] = stated
    elif printed:
        facts["title"] = printed
    author = clean(str(metadata.get("Author") or ""))
    if 2 < len(author) < 120 and not _NOT_NAMES.search(author):
        facts["author"] = author
    published = _printed_date(blocks) or _made(metadata, opening)
    if published:
        facts["published"] = published
    return facts


def _real_title(title: str) -> bool:
    return 2 <= len(title.split()) <= 40 and len(title) < 250 and not _FILE_LIKE.search(title)


def _within(title: str, text: str) -> bool:
    wanted = re.findall(r"\w+", title.casefold())
    there = set(re.findall(r"\w+", text.casefold()))
    return sum(word in there for word in wanted) >= 0.6 * len(wanted)


def _largest(lines: Sequence[Line]) -> str | None:
    """The words set in the largest type on a page, when they are larger than the rest and look like a title."""
    wordy = [line for line in lines if sum(c.isalpha() for c in line.text) >= 4]
    if len(wordy) < 3:
        return None
    sizes = sorted((line.size for line in wordy), reverse=True)
    usual = sizes[len(sizes) // 2]
    for largest in dict.fromkeys(sizes):
        if largest < 1.15 * usual:
            return None
        chosen = [line for line in wordy if abs(line.size - largest) < 0.6]
        text = re.sub(r"(?<=\w)- (?=\w)", "-", clean(" ".join(line.text for line in chosen[:5])))
        if (2 if largest < 1.5 * usual else 1) <= len(text.split()) <= 35 and len(text) <= 250:
            return text
    return None


def _printed_date(blocks: Sequence[Block]) -> str | None:
    """A date that stands by itself near the beginning ("March 2021"), which is how reports print theirs."""
    for block in [b for b in blocks if b.page == 1][:12]:
        if len(block.text.split()) <= 14:
            date = as_date(find_written_date(block.text))
            if date:
                return date
    return None


def _made(metadata: dict[str, Any], opening: str) -> str | None:
    """The day the file was made, if the first page names that year: else it may be the day somebody saved it."""
    match = re.match(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)", str(metadata.get("CreationDate") or ""))
    return as_date("-".join(match.groups())) if match and match.group(1) in opening else None
