"""Title, author, date, publisher and address of a page: JSON-LD first, then meta tags, then what is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractor.fetching.blocks import clean

_DATE_TAGS = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.created",
    "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publication_date", "citation_publication_date", "citation_date", "article.published",
    "rnews:datepublished", "date",
)  # fmt: skip
_AUTHOR_TAGS = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "byl",
)
_ISO = re.compile(r"((?:19|20)\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=\D|$)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}\w*)?\s*$")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|-|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?=\D|$)")
_SITE_TAIL = re.compile(r"\s+(?:\||–|—|-|·|•|»|::)\s+")


@dataclass(slots=True)
class PageFacts:
    """What a page says of itself. free: False when the page declares itself not free to read."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    free: bool = True


def page_facts(tree: Any, url: str | None) -> PageFacts:
    """Read what a parsed page says of itself. url: where it was fetched from."""
    meta = _meta(tree)
    nodes = list(_json_ld(tree))
    article = next((n for n in nodes if _is_article(n)), {})
    address = _canonical(tree, meta, url)
    publisher = _publisher(article, nodes, meta, address)
    facts = PageFacts(
        title=_title(tree, meta, article, publisher),
        author=_author(tree, meta, article, publisher),
        published=_published(tree, meta, article, address),
        publisher=publisher,
        url=address,
    )
    facts.free = not any(str(n.get("isAccessibleForFree", "")).strip().lower() in {"false", "no"} for n in nodes)
    return facts


def as_date(value: str | None) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD from a machine-written date, None when it is none or lies in the future."""
    text = (value or "").strip()
    match = _COMPACT.match(text) or _ISO.match(text)
    if match:
        year, month, day = (int(part) if part else 0 for part in match.groups())
    else:
        written = _written_date(text)
        if written is None:
            return None
        year, month, day = written
    try:
        if datetime(year, month or 1, day or 1, tzinfo=UTC) > datetime.now(UTC) + timedelta(days=2) or year < 1990:
            return None
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _written_date(text: str) -> tuple[int, int, int] | None:
    from extractor.fetching.written_dates import find_written_date

    found = find_written_date(text)
    if found is None:
        return None
    parts = [int(part) for part in found.split("-")] + [0, 0]
    return parts[0], parts[1], parts[2]


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = clean(tag.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object of the page, those inside @graph and lists too."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = re.sub(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$|^\s*<!--|-->\s*$", "", script.text or "")
        try:
            data = json.loads(source.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue and len(queue) < 5000:
            node = queue.pop(0)
            if isinstance(node, list):
                queue = node + queue
            elif isinstance(node, dict):
                yield node
                queue += [
                    v
                    for k, v in node.items()
                    if k in {"@graph", "mainEntity", "mainEntityOfPage"} and isinstance(v, dict | list)
                ]


def _kinds(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type", "")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _is_article(node: dict[str, Any]) -> bool:
    return any(kind.endswith(("Article", "BlogPosting")) or kind in {"Report", "PressRelease"} for kind in _kinds(node))


def _names(value: Any) -> list[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, dict):
        return _names(value.get("name", ""))
    return [clean(value)] if isinstance(value, str) and clean(value) else []


def _canonical(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    links = [tag.get("href") for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split()]
    for candidate in (*links, meta.get("og:url"), url):
        try:
            address = urljoin(url or "", clean(candidate or ""))
            parts = urlsplit(address)
        except ValueError:
            continue
        # A canonical link to the front page is a template's mistake.
        if (
            parts.scheme in {"http", "https"}
            and parts.netloc
            and (parts.path.strip("/") or candidate == url or not url)
        ):
            return address
    return url


def _publisher(
    article: dict[str, Any], nodes: list[dict[str, Any]], meta: dict[str, str], url: str | None
) -> str | None:
    sites = [n for n in nodes if _kinds(n) & {"WebSite", "NewsMediaOrganization"}]
    found = _names(article.get("publisher")) or [meta.get("og:site_name", "")]
    found += [name for site in sites for name in _names(site)] + [
        meta.get("application-name", ""),
        meta.get("dc.publisher", ""),
    ]
    for name in found:
        if name and len(name) < 80 and not name.startswith(("http", "@")):
            return name
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _title(tree: Any, meta: dict[str, str], article: dict[str, Any], publisher: str | None) -> str | None:
    stated = [
        *_names(article.get("headline")),
        meta.get("og:title", ""),
        meta.get("twitter:title", ""),
        meta.get("dc.title", ""),
    ]
    element = next(iter(tree.iter("title")), None)
    stated.append(clean(element.text_content()) if element is not None else "")
    stated = [_without_site(title, publisher) for title in stated if title]
    top = [_heading_text(h1) for h1 in tree.iter("h1")]
    for heading in top:
        # The heading a reader sees wins over titles for search engines, when it is the same title at all.
        if 2 <= len(heading.split()) <= 40 and (not stated or any(_alike(heading, title) for title in stated)):
            return heading
    return next((title for title in stated if title), None) or next((h for h in top if h and len(h) < 300), None)


def _heading_text(heading: Any) -> str:
    """The words of a heading; a kicker in an element of its own does not run into the title."""
    return re.sub(r"\s+([,.:;!?’”)])", r"\1", clean(" ".join(heading.itertext())))


def _without_site(title: str, publisher: str | None) -> str:
    """A title without the site's name at its end or start."""
    breaks = list(_SITE_TAIL.finditer(title))
    if not breaks:
        return title
    site = (publisher or "").casefold()
    head, rest = title[: breaks[0].start()], title[breaks[0].end() :]
    body, tail = title[: breaks[-1].start()], title[breaks[-1].end() :]
    if site and (tail.casefold() in site or site in tail.casefold()):
        return body
    if site and (head.casefold() in site or site in head.casefold()):
        return rest
    return body if len(tail.split()) <= 3 and len(body.split()) >= 4 else title


def _alike(one: str, other: str) -> bool:
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return bool(left and right) and len(left & right) >= 0.5 * min(len(left), len(right))


def _author(tree: Any, meta: dict[str, str], article: dict[str, Any], publisher: str | None) -> str | None:
    names = _names(article.get("author")) or [meta[tag] for tag in _AUTHOR_TAGS if tag in meta]
    if not names:
        marked = tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
            " or contains(concat(' ', @class, ' '), ' author ') or contains(@class, 'author-name')"
            " or contains(@class, 'byline__name')]"
        )
        names = [clean(element.text_content()) for element in marked[:3]][:1]
    kept: list[str] = []
    for stated in names:
        name = re.sub(r"^(?:written |reported |posted )?by:?\s+", "", stated, flags=re.I).strip(" ,|")
        usable = 2 < len(name) <= 120 and not name.startswith(("http", "@", "www.")) and "/" not in name
        if usable and name not in kept and len(name.split()) <= 14:
            kept.append(name)
    return "; ".join(kept[:8]) or None


def _published(tree: Any, meta: dict[str, str], article: dict[str, Any], url: str | None) -> str | None:
    values = [article.get("datePublished"), article.get("dateCreated"), *(meta.get(tag) for tag in _DATE_TAGS)]
    for value in values:
        date = as_date(value) if isinstance(value, str) else None
        if date:
            return date
    for tag in tree.xpath(
        "//*[@itemprop='datePublished'] | //time[@pubdate] | //article//time[@datetime] | //header//time[@datetime]"
    ):
        date = as_date(tag.get("datetime") or tag.get("content") or clean(tag.text_content()))
        if date:
            return date
    match = _IN_ADDRESS.search(urlsplit(url).path if url else "")
    if match:
        date = as_date("-".join(part for part in match.groups() if part))
        if date:
            return date
    return _by_htmldate(tree, url)


def _by_htmldate(tree: Any, url: str | None) -> str | None:
    """The date that htmldate finds in what is written on the page; only when no tag states it, for it costs time."""
    from htmldate import find_date

    try:
        return as_date(find_date(tree, extensive_search=False, original_date=True, url=url))
    except Exception:  # noqa: BLE001 RUF100  what htmldate raises on odd pages is not documented
        return None
