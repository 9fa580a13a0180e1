"""Opening a PDF, reading it page by page, and making a Report of it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from extractor.errors import SourceEmpty, SourceUnreadable
from extractor.fetching.blocks import Block, clean, join_blocks
from extractor.fetching.language import check_english
from extractor.fetching.pdf.columns import Line, reading_order
from extractor.fetching.pdf.facts import document_facts
from extractor.fetching.pdf.furniture import furniture
from extractor.fetching.pdf.paragraphs import make_blocks
from extractor.fetching.pdf.words import Page, page_words
from extractor.report import Report

MAX_PAGES = 600
"""Pages beyond this are not read, and a warning says so."""
_SCAN_CHARS = 15
"""With fewer characters a page on average, a document is a scan."""


def read_pdf(raw: bytes, *, url: str | None, name: str | None, force: bool = False) -> Report:
    """Read a PDF. url: where it came from; name: its file name.

    Raises SourceUnreadable (broken, encrypted), SourceEmpty (a scan, no text) or LanguageUnsupported.
    """
    called = name or url or "The PDF"
    references = _by_pdfium(raw, called)
    letters = sum(len(re.sub(r"\s", "", text)) for text in references)
    if letters < _SCAN_CHARS * max(1, len(references)) and letters < 2000:
        raise SourceEmpty(
            f"{called} has no text in it: it seems to be a scan.",
            "Run it through OCR first, for example with ocrmypdf, and give the result.",
        )
    warnings: list[str] = []
    pages, metadata = _by_pdfplumber(raw, called, references[:MAX_PAGES])
    count = len(references)
    if count > MAX_PAGES:
        warnings.append(f"only the first {MAX_PAGES} of {count} pages were read")
    rough = [page.number for page in pages if page.rough is not None]
    if rough:
        numbers = ", ".join(map(str, rough[:10])) + (" and more" if len(rough) > 10 else "")
        warnings.append(f"the text of page {numbers} was garbled and read another way: its order may be wrong")
    bare = [n for n, text in enumerate(references[:MAX_PAGES], 1) if len(text.split()) < 3]
    if bare and len(bare) > 0.3 * count:
        warnings.append(f"{len(bare)} of {count} pages hold no text (images or scans)")
    lines, blocks = _read_pages(pages)
    facts = document_facts(metadata, lines, blocks)
    blocks = _title_first(blocks, facts.get("title"))
    text, passages, starts = join_blocks(blocks, len(pages))
    if not text.strip():
        raise SourceEmpty(f"{called} has no readable text in it.", "Run it through OCR first and give the result.")
    language, warning = check_english(text, force=force)
    warnings += [warning] if warning else []
    return Report(
        text=text, passages=passages, title=facts.get("title"), url=url, author=facts.get("author"),
        publisher=facts.get("publisher"), published=facts.get("published"), language=language,
        media_type="application/pdf", page_starts=starts, warnings=tuple(warnings),
    )  # fmt: skip


def _by_pdfium(raw: bytes, called: str) -> list[str]:
    """pdfium's text of every page: quick, and the judge of what pdfplumber reads."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceUnreadable(
                f"{called} is encrypted and needs a password.", "Save it without a password and give that file."
            ) from None
        raise SourceUnreadable(f"{called} is a broken PDF.", "Download or export it again.") from None
    try:
        texts = []
        for at in range(len(document)):
            try:
                page = document[at]
                text_page = page.get_textpage()
                texts.append(text_page.get_text_bounded())
                text_page.close()
                page.close()
            except pypdfium2.PdfiumError:
                texts.append("")
        if not texts:
            raise SourceUnreadable(f"{called} is a PDF without pages.", "Download or export it again.")
        return texts
    finally:
        document.close()


def _by_pdfplumber(raw: bytes, called: str, references: list[str]) -> tuple[list[Page], dict[str, Any]]:
    """The pages as words, one at a time so that memory stays flat, and the document's metadata."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages: list[Page] = []
    metadata: dict[str, Any] = {}
    try:
        with pdfplumber.open(io.BytesIO(raw)) as document:
            metadata = dict(document.metadata or {})
            for number, page in enumerate(document.pages[: len(references)], 1):
                pages.append(_page(number, page, references[number - 1]))
    except SourceUnreadable:
        raise
    except Exception as error:  # noqa: BLE001 RUF100  pdfminer raises whatever a broken file trips over
        if not pages:
            kind = type(error).__name__
            if "Password" in kind or "Password" in str(error):
                raise SourceUnreadable(f"{called} is encrypted.", "Save it without a password.") from None
    while len(pages) < len(references):
        pages.append(Page(len(pages) + 1, 612.0, 792.0, (), references[len(pages)]))
    return pages, metadata


def _page(number: int, page: Any, reference: str) -> Page:
    try:
        return page_words(number, page, reference)
    except Exception:  # noqa: BLE001 RUF100  one broken page does not spoil the others
        return Page(number, float(page.width), float(page.height), (), reference)


def _read_pages(pages: Sequence[Page]) -> tuple[list[Line], list[Block]]:
    """All lines in reading order, and the blocks they make, page after page."""
    dropped = furniture([page for page in pages if page.rough is None])
    lines: list[Line] = []
    stretches: list[list[Line] | Page] = [[]]
    for page in pages:
        if page.rough is not None:
            stretches += [page, []]
            continue
        kept = (
            [word for word in page.words if word not in dropped[page.number]] if page.number in dropped else page.words
        )
        ordered = reading_order(kept, page.width)
        for line in ordered:
            line.page = page.number
        lines += ordered
        current = stretches[-1]
        if isinstance(current, list):
            current += ordered
    heights = {page.number: page.height for page in pages}
    blocks: list[Block] = []
    for stretch in stretches:
        if isinstance(stretch, Page):
            blocks += _rough_blocks(stretch)
        elif stretch:
            blocks += make_blocks(stretch, heights)
    return lines, blocks


def _rough_blocks(page: Page) -> list[Block]:
    """Paragraphs of pdfium's plain text of a page."""
    text = re.sub(r"(?<=\w)[\x02\ufffe]\s*", "", page.rough or "").replace("\r\n", "\n")
    paragraphs = re.split(r"\n\s*\n|(?<=[.!?])\n", text)
    counted = Counter(clean(part) for part in paragraphs)
    return [Block("paragraph", part, page.number) for part in counted if part]


def _title_first(blocks: list[Block], title: str | None) -> list[Block]:
    """The blocks with the title as first passage: taken from the first page when it stands there."""
    if not title:
        return blocks
    key = re.sub(r"\W+", "", title).casefold()
    for at, block in enumerate(blocks[:6]):
        if re.sub(r"\W+", "", block.text).casefold() == key and block.page == blocks[0].page:
            return [Block("title", block.text, block.page, block.turns), *blocks[:at], *blocks[at + 1 :]]
    return [Block("title", title, blocks[0].page if blocks else 1), *blocks]
