"""A Report: the frozen text that everything else points into.

Offsets are characters of ``Report.text``, start inclusive, end exclusive, as in Python slices.
The text never changes after a Report is made, so an offset that is right once is right forever.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

PASSAGE_KINDS = ("title", "heading", "paragraph", "item", "caption", "quote", "footnote", "table")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph-sized stretch of a report's text.

    start, end: characters of the report's text; passages are in order and do not overlap.
    kind: one of PASSAGE_KINDS.
    page: the page it starts on, counted from 1, for reports that have pages.
    """

    start: int
    end: int
    kind: str = "paragraph"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as text with its provenance.

    text: the frozen text; if the source states a title, fetching puts it first, as a passage of kind "title".
    passages: in order, not overlapping, covering all that is not white space.
    page_starts: offset of each page's first character (empty for reports without pages).
    published, fetched: dates as precise as known ("2021-03", "2021-03-12"); fetched is an ISO time in UTC.
    sha256: of the raw bytes the report came from; text_sha256: of the text in UTF-8.
    warnings: what an editor should know before trusting the draft ("possibly cut at a paywall").
    """

    text: str
    passages: tuple[Passage, ...] = ()
    title: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    fetched: str | None = None
    language: str = "en"
    media_type: str = "text/plain"
    page_starts: tuple[int, ...] = ()
    sha256: str = ""
    text_sha256: str = ""
    warnings: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        if self.text_sha256 and self.text_sha256 != digest:
            raise ValueError("text_sha256 is not the hash of this text")
        object.__setattr__(self, "text_sha256", digest)
        if not self.sha256:
            object.__setattr__(self, "sha256", digest)
        end = 0
        for passage in self.passages:
            if not end <= passage.start < passage.end <= len(self.text):
                raise ValueError(f"passage {passage.start}-{passage.end} overlaps or leaves the text")
            end = passage.end

    @property
    def id(self) -> str:
        """Short name of this text: the same text has the same id everywhere."""
        return f"r{self.text_sha256[:12]}"

    @property
    def pages(self) -> int | None:
        """Number of pages, or None for reports without pages."""
        return len(self.page_starts) or None

    @classmethod
    def from_text(
        cls,
        text: str,
        title: str | None = None,
        url: str | None = None,
        published: str | None = None,
        **more: Any,
    ) -> Report:
        """Make a Report of a text the caller has, keeping its characters as they are.

        text: kept unchanged, so offsets are the caller's. title, url, published: what is known of it.
        more: any other field of Report (author, publisher, language, ...).
        """
        more.setdefault("passages", split_passages(text))
        more.setdefault("fetched", datetime.now(UTC).isoformat(timespec="seconds"))
        return cls(text=text, title=title, url=url, published=published, **more)

    def page_of(self, offset: int) -> int | None:
        """The page (from 1) that the character at ``offset`` stands on, None without pages."""
        if not self.page_starts:
            return None
        return max(1, bisect.bisect_right(self.page_starts, offset))

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds the character at ``offset``, None between passages."""
        at = bisect.bisect_right(self.passages, offset, key=lambda p: p.start) - 1
        if at >= 0 and offset < self.passages[at].end:
            return self.passages[at]
        return None

    def with_warning(self, warning: str) -> Report:
        """The same report with one more warning."""
        return self if warning in self.warnings else replace(self, warnings=(*self.warnings, warning))

    def summary(self) -> dict[str, Any]:
        """The report as it stands in a draft's ``reports``: provenance without the text."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "author": self.author,
            "publisher": self.publisher,
            "published": self.published,
            "fetched": self.fetched,
            "sha256": self.sha256,
            "text_sha256": self.text_sha256,
            "language": self.language,
            "pages": self.pages,
            "warnings": list(self.warnings),
        }

    def to_dict(self) -> dict[str, Any]:
        """All of the report as JSON-ready values; ``from_dict`` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """Read what ``to_dict`` wrote. Raises ValueError when the text is not the one that was hashed."""
        data = dict(data)
        data["passages"] = tuple(Passage(**p) for p in data.get("passages", ()))
        data["page_starts"] = tuple(data.get("page_starts", ()))
        data["warnings"] = tuple(data.get("warnings", ()))
        data["links"] = tuple((str(a), str(b)) for a, b in data.get("links", ()))
        return cls(**data)


_CREDIT = re.compile(
    r"""
    (?: \b(?:photo|photograph|image|picture|illustration|graphic|screenshot)s?(?:\ (?:credit|source|by|courtesy))?\s?:
    |   \bcredit:  |  \bcourtesy\ of\b  |  \b(?:AP|AFP)\ Photo/  |  \b(?:photo|image|picture)s?\ (?:by|courtesy\ of)\b
    |   (?:/|\(|\bvia\ |\bsource:?\ )(?:Getty|Reuters|AFP|AP\b|Shutterstock|Alamy|EPA\b|Bloomberg|Unsplash|iStock|PA\b)
    )
    (?:[^.!?:;“”"]|(?<=\b\w)\.){2,60} \)?\]?\.? \Z
    """,
    re.X | re.I,
)
"""How the caption of a picture ends: with who took it."""
_CAPTION_AT_MOST = 300


def _kind_of(passage: str, kind: str) -> str:
    """ "caption" for a paragraph that names the maker of a picture at its end, else ``kind``."""
    is_caption = kind == "paragraph" and len(passage) <= _CAPTION_AT_MOST and _CREDIT.search(passage)
    return "caption" if is_caption else kind


_CLOSED = re.compile(r"[.!?:;…][\"'”’»)\]]*\Z")
_WRAP_AT_MOST = 100
"""Lines longer than this are paragraphs of their own, never hard-wrapped text."""


def split_passages(text: str, kind: str = "paragraph") -> tuple[Passage, ...]:
    """Cut a text into passages at blank lines, and at single line breaks where lines are not hard-wrapped.

    kind: of every passage that is not the caption of a picture.
    Returns passages with exact offsets, without the white space at either end.
    """
    found: list[Passage] = []
    block: list[tuple[int, int]] = []
    offset = 0
    for line in [*text.split("\n"), ""]:
        stripped = line.strip()
        if stripped:
            start = offset + len(line) - len(line.lstrip())
            block.append((start, start + len(stripped)))
        elif block:
            if len(block) > 1 and _is_wrapped([text[start:end] for start, end in block]):
                block = [(block[0][0], block[-1][1])]
            found.extend(Passage(start, end, _kind_of(text[start:end], kind)) for start, end in block)
            block = []
        offset += len(line) + 1
    return tuple(found)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one hard-wrapped paragraph: all short, and most of them broken inside a sentence."""
    inner = lines[:-1]
    if max(len(line) for line in lines) > _WRAP_AT_MOST or max(len(line) for line in inner) < 40:
        return False
    return sum(1 for line in inner if not _CLOSED.search(line)) * 2 > len(inner)
