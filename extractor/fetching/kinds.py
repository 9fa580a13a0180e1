"""What kind of source some bytes are: by their first bytes, then by what their name or sender says."""

from __future__ import annotations

import re

from extractor.errors import SourceUnreadable

MEDIA_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown",
}  # fmt: skip
MAX_BYTES = {"application/pdf": 100_000_000, "text/html": 20_000_000, "text/plain": 20_000_000}
LARGEST = max(MAX_BYTES.values())

_MAGIC = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a ZIP archive or Office document"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "gzip-compressed data"), (b"7z\xbc\xaf", "a 7-Zip archive"), (b"BZh", "bzip2-compressed data"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "an audio file"), (b"OggS", "a media file"), (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_TAG = re.compile(rb"<(?:p|div|article|section|title|meta|span|h1|table)\b[^>]*>", re.I)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type_of(raw: bytes, *, stated: str | None = None, name: str | None = None) -> str:
    """The media type to read ``raw`` as.

    stated: the sender's Content-Type. name: a file name or path, of which the suffix counts.
    Raises SourceUnreadable for bytes that are none of HTML, PDF and text.
    """
    expected = _expected(stated, name)
    if b"%PDF-" in raw[:1024]:
        return "application/pdf"
    called = f"It is called {name}, but it" if name else "The source"
    if expected == "application/pdf":
        raise SourceUnreadable(f"{called} is not a PDF: it has no PDF header.", "Save or download the file again.")
    for magic, what in _MAGIC:
        if raw.startswith(magic) and _is_binary(raw):
            raise SourceUnreadable(f"{called} is {what}.", "Give a page, a PDF or a text.")
    if _is_binary(raw):
        raise SourceUnreadable(f"{called} holds binary data.", "Give a page, a PDF or a text.")
    if expected == "text/html" or _looks_like_html(raw):
        return "text/html"
    return expected or "text/plain"


def check_size(size: int, media_type: str | None, name: str) -> None:
    """Raise SourceUnreadable when ``size`` bytes are more than is read of this kind (None: of any kind)."""
    limit = MAX_BYTES.get(media_type, MAX_BYTES["text/plain"]) if media_type else LARGEST
    if size > limit:
        raise SourceUnreadable(
            f"{name} is too large: {size / 1e6:.0f} MB, the limit is {limit / 1e6:.0f} MB.",
            "Give the report alone, without attachments or embedded data.",
        )


def _expected(stated: str | None, name: str | None) -> str | None:
    """HTML, PDF or text as the sender or the name says; None when neither says anything known."""
    kind = (stated or "").partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return "text/html"
    if kind in {"application/pdf", "application/x-pdf"}:
        return "application/pdf"
    if kind in {"text/markdown", "text/x-markdown"}:
        return "text/markdown"
    suffix = f".{name.rpartition('.')[2].lower()}" if name and "." in name else ""
    return MEDIA_TYPES.get(suffix) or ("text/plain" if kind == "text/plain" else None)


def _looks_like_html(raw: bytes) -> bool:
    head = raw[:4096].replace(b"\x00", b"")
    for bom in _BOMS:
        head = head.removeprefix(bom)
    return bool(_HTML_START.match(head)) or (head.lstrip().startswith(b"<") and len(_HTML_TAG.findall(head)) >= 3)


def _is_binary(raw: bytes) -> bool:
    head = raw[:8192]
    if not head or head.startswith(_BOMS[1:]) or utf16_without_bom(head):
        return False
    control = sum(1 for byte in head if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return head.count(0) > len(head) * 0.01 or control > len(head) * 0.05


def utf16_without_bom(raw: bytes) -> str | None:
    """The UTF-16 codec that mostly Latin text without a byte order mark is in, or None."""
    head = raw[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 8 and max(even, odd) > len(head) * 0.35 and min(even, odd) < len(head) * 0.02:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None
