"""A web page becomes a Report: trafilatura finds the main text, this module makes passages of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from extractor.errors import SourceEmpty, SourceUnreadable
from extractor.fetching.blocks import Block, clean, join_blocks
from extractor.fetching.decoding import decode
from extractor.fetching.language import check_english
from extractor.fetching.page_facts import PageFacts, page_facts
from extractor.fetching.page_rules import load_rules
from extractor.fetching.walls import check_walls
from extractor.report import Report

_CAPTION = "xq-fc"
"""Class that marks the paragraphs we make of captions; it matches none of trafilatura's discard rules."""
_BLOCK_TAGS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dd", "figcaption", "div"})
_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|head)|\bdek\b|\bdeck\b|\blede\b|summary|intro|excerpt|alternativeheadline"
)
_NOT_INLINE = frozenset(_BLOCK_TAGS | {"ul", "ol", "table", "figure", "section", "article", "form", "pre", "header"})
_FURNITURE = frozenset({"nav", "aside", "footer", "a", "form"})
_MOST_LINKS = 200
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read_html(
    raw: bytes, *, url: str | None, name: str | None, content_type: str | None = None, force: bool = False
) -> Report:
    """Read a page. url: its address; name: its file name; content_type: the sender's header.

    Raises SourceEmpty, SourceBlocked, SourceUnreadable or LanguageUnsupported.
    """
    called = name or url or "The page"
    decoded = decode(raw, content_type, is_html=True)
    tree = _parse(decoded.text, called)
    facts = page_facts(tree, url)
    visible = _visible_text(tree)
    _prepare(tree)
    links = list(_links(tree, facts.url or url))
    blocks = _body(tree, facts)
    text, passages, _ = join_blocks(blocks)
    body = " ".join(block.text for block in blocks if block.kind != "title")
    warnings = [*decoded.warnings, *check_walls(called, tree, visible, body, free=facts.free, force=force)]
    if len(body.split()) < 5:
        raise SourceEmpty(
            f"{called} holds no article text.",
            "If a browser shows the article, save the whole page from there and give that file.",
        )
    language, warning = check_english(body, force=force)
    warnings += [warning] if warning else []
    return Report(
        text=text, passages=passages, title=facts.title, url=facts.url or url, author=facts.author,
        publisher=facts.publisher, published=facts.published, language=language, media_type="text/html",
        warnings=tuple(warnings), links=tuple(_kept_links(links, blocks)),
    )  # fmt: skip


def _parse(text: str, called: str) -> Any:
    # The text is UTF-8 again, whatever the page declares: lxml refuses str with an encoding declaration.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        tree = None
    if tree is None or not len(tree):
        raise SourceUnreadable(f"{called} is not a readable HTML page.", "Save the page again from a browser.")
    return tree


def _prepare(tree: Any) -> None:
    """Take out what surrounds an article by its names, and turn captions into marked paragraphs, in place."""
    rules = load_rules()
    for note in list(tree.iterfind(".//a//span")):
        if rules.unseen.fullmatch(clean(note.text_content())):
            note.drop_tree()
    size = len(tree.text_content()) or 1
    for element in list(tree.iter("div", "section", "aside", "form", "ul", "p")):
        named = f"{element.get('class', '')} {element.get('id', '')} {element.get('aria-label', '')}".strip()
        if named and rules.containers.search(named) and not rules.never & set(named.lower().split()):
            parent = element.getparent()
            if parent is not None and len(element.text_content()) < 0.3 * size:
                element.drop_tree()
    for element in tree.iter("div"):
        # Pages that set their paragraphs as divs: trafilatura would run them all together.
        leaf = not any(child.tag in _NOT_INLINE for child in element.iterdescendants())
        if leaf and len(element.text_content().strip()) >= 50:
            element.tag = "p"
    for first in reversed(list(tree.iter("br"))):
        _part_at(first)
    for caption in list(tree.iter("figcaption")):
        words = clean(caption.text_content())
        tags = {ancestor.tag for ancestor in caption.iterancestors()}
        figure = next((a for a in caption.iterancestors() if a.tag == "figure"), None)
        if figure is not None and figure.getparent() is not None and len(words.split()) >= 4 and not tags & _FURNITURE:
            paragraph = lxml_html.Element("p")
            paragraph.text = words
            paragraph.set("class", _CAPTION)
            paragraph.tail = figure.tail
            figure.getparent().replace(figure, paragraph)


def _part_at(first: Any) -> None:
    """Make two paragraphs of one where two line breaks follow each other."""
    second, parent = first.getnext(), first.getparent()
    if second is None or second.tag != "br" or (first.tail or "").strip() or parent is None or parent.tag != "p":
        return
    after = lxml_html.Element("p")
    after.text, after.tail = second.tail, parent.tail
    after.extend(list(second.itersiblings()))
    parent.remove(first)
    parent.remove(second)
    parent.tail = None
    parent.addnext(after)


def _body(tree: Any, facts: PageFacts) -> list[Block]:
    """The page's own text as blocks, the title first; without bylines, share lines and the like."""
    rules = load_rules()
    blocks = [Block("title", facts.title)] if facts.title else []
    seen = {_key(facts.title)} if facts.title else set()
    opening = list(_opening(tree))
    for number, (kind, text) in enumerate([*opening, *_extracted(tree)]):
        key = _key(text)
        short = len(text) < 250
        if (
            not key
            or (short and rules.drop.match(text))
            or (key in seen and (short or number < 5 or kind == "caption"))
        ):
            continue
        if number < 5 + len(opening) and len(text.split()) <= 14:
            match = rules.byline.match(text)
            if match and len(match.group("who")) > 2:
                facts.author = facts.author or match.group("who").strip()
                continue
            if facts.author and key == _key(facts.author):
                continue
        seen.add(key)
        blocks.append(Block(kind, text))
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    return blocks


def _opening(tree: Any) -> Iterator[tuple[str, str]]:
    """The standfirst and the picture's caption between a page's heading and its text, which trafilatura leaves out."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return
    seen = 0
    for element in heading.itersiblings():
        named = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        text = clean(element.text_content())
        if _STANDFIRST.search(named) and 5 <= len(text.split()) <= 70 and not seen:
            yield "paragraph", text
            seen += 1
    main = next((a for a in heading.iterancestors() if a.tag in {"article", "main"}), None)
    if main is not None:
        first = next((p for p in main.iter("p") if len(p.text_content()) > 150), None)
        for element in main.iter("p"):
            if element is first:
                break
            if element.get("class") == _CAPTION:
                yield "caption", clean(element.text_content())


def _extracted(tree: Any) -> Iterator[tuple[str, str]]:
    """(kind, text) of the main text, as trafilatura finds it."""
    from trafilatura.core import bare_extraction

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # noqa: BLE001 RUF100  what trafilatura raises on odd pages is not documented
        found = None
    body = getattr(found, "body", None)
    pieces = [piece for element in body for piece in _pieces(element)] if body is not None else []
    yield from pieces or _simply(tree)


def _simply(tree: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs of a page on which trafilatura finds nothing, such as one of thousands of nested elements."""
    for element in tree.iter("p", "h2", "h3", "li", "blockquote"):
        if len(words := clean(element.text_content()).split()) >= (2 if element.tag in {"h2", "h3"} else 6):
            yield {"p": "paragraph", "li": "item", "blockquote": "quote"}.get(element.tag, "heading"), " ".join(words)


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    tag = element.tag
    if tag == "list":
        for item in element.iter("item"):
            nested = item.findall(".//item")
            own = clean(_text(item)) if not nested else clean(item.text or "")
            yield "item", own
    elif tag == "table":
        for row in element.iter("row"):
            yield "table", " | ".join(filter(None, (clean(_text(cell)) for cell in row)))
    elif tag == "quote" and len(element):
        inner = [child for child in element if child.tag in {"p", "list", "quote", "head"}]
        if inner and not clean(element.text or ""):
            for child in inner:
                yield "quote", clean(_text(child))
        else:
            yield "quote", clean(_text(element))
    elif tag != "graphic":
        kind = {"head": "heading", "quote": "quote"}.get(tag, "paragraph")
        if kind == "paragraph" and _CAPTION in (element.get("class") or ""):
            kind = "caption"
        yield kind, clean(_text(element))
    tail = clean(element.tail or "")
    if tail:
        yield "paragraph", tail


def _text(element: Any) -> str:
    """All characters of an element; line breaks and inner blocks part words."""
    parts: list[str] = [element.text or ""]
    for child in element:
        inner = _text(child) if isinstance(child.tag, str) else ""
        apart = child.tag in {"lb", "p", "item", "cell", "row", "head", "list", "quote"}
        parts.append(f" {inner} " if apart else inner)
        parts.append(child.tail or "")
    return "".join(parts)


def _key(text: str | None) -> str:
    return re.sub(r"\W+", " ", text or "").strip().casefold()


def _visible_text(tree: Any) -> str:
    """Everything a reader would see on the page."""
    parts = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in {
            "script",
            "style",
            "noscript",
            "template",
            "title",
            "svg",
        }:
            parts.append(element.text or "")
        parts.append(element.tail or "")
    return clean(" ".join(part for part in parts if part and not part.isspace()))


def _links(tree: Any, base: str | None) -> Iterator[tuple[str, str, str]]:
    """(anchor text, absolute address, key of the passage around it) of links in running text."""
    for anchor in tree.iter("a"):
        words, href = clean(anchor.text_content()), (anchor.get("href") or "").strip()
        if not words or not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        block = next((a for a in anchor.iterancestors() if a.tag in _BLOCK_TAGS), None)
        try:
            address = urljoin(base, href) if base else href
            if block is not None and urlsplit(address).scheme in {"http", "https"}:
                yield words, address, _key(block.text_content()[:2000])
        except ValueError:
            continue


def _kept_links(links: list[tuple[str, str, str]], blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """The links that stand in the text that was kept, once each."""
    keys = {_key(block.text[:2000]) for block in blocks}
    seen: set[str] = set()
    for words, address, around in links:
        if around in keys and address not in seen and len(seen) < _MOST_LINKS:
            seen.add(address)
            yield words, address
