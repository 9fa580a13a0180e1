"""Bytes become characters: by byte order mark, by what is declared, as UTF-8, at last by a guess that is said."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from extractor.fetching.kinds import utf16_without_bom

_META = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([-\w:]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]+?encoding\s*=\s*["']([-\w:]+)["']""", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GARBLED = re.compile("â€[™œ\x9d\u0153\u201c\u201d\u2122˜“”¦]|Ã[\xa0-\xbf©¨¡³±¶¼¤]|Â[\xa0£«»°]")
_SAMPLE = 60_000
# What the web means by these labels is the superset that Windows uses.
_AS_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}


class Decoded(NamedTuple):
    """The characters, the codec they were in, and what an editor should know of it."""

    text: str
    encoding: str
    warnings: tuple[str, ...]


def declared_charset(raw: bytes, content_type: str | None, *, is_html: bool) -> str | None:
    """The charset that the sender or the page states, as Python names it, or None."""
    match = re.search(r"charset\s*=\s*[\"']?([-\w:]+)", content_type or "", re.I)
    label = match.group(1) if match else None
    if label is None and is_html:
        found = _XML.search(raw[:512]) or _META.search(raw[:4096])
        label = found.group(1).decode("ascii", "replace") if found else None
    try:
        name = codecs.lookup(label).name if label else None
    except LookupError:
        return None
    return _AS_WINDOWS.get(name, name) if name else None


def decode(raw: bytes, content_type: str | None = None, *, is_html: bool = False) -> Decoded:
    """Decode ``raw`` without ever raising; lost or doubtful characters are said in ``warnings``.

    content_type: the sender's header, of which the charset counts.
    """
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            return _finish(raw[len(bom) :].decode(codec, "replace"), codec)
    wide = utf16_without_bom(raw)
    if wide:
        return _finish(raw.decode(wide, "replace"), wide)
    declared = declared_charset(raw, content_type, is_html=is_html)
    utf8 = _strictly(raw, "utf-8")
    if utf8 is not None:
        if declared not in {None, "utf-8", "cp1252"} and not utf8.isascii():
            other = _strictly(raw, declared or "utf-8")
            # UTF-8 is hardly ever valid by chance: the declaration is wrong, unless it is a 7-bit code.
            if other is not None and (declared or "").startswith(("iso2022", "hz")):
                return _finish(other, declared or "utf-8")
        elif declared and declared.startswith(("iso2022", "hz", "utf-7")):
            return _finish(raw.decode(declared, "replace"), declared)
        return _finish(utf8, "utf-8")
    if declared and declared != "utf-8":
        text = _strictly(raw, declared)
        if text is not None:
            return _finish(text, declared)
    return _guess(raw, declared)


def _guess(raw: bytes, declared: str | None) -> Decoded:
    """The likeliest decoding of bytes that are neither UTF-8 nor what they are declared to be."""
    lossy = raw.decode("utf-8", "replace")
    broken = lossy.count("\ufffd")
    seen = sum(1 for byte in raw if byte >= 128)
    if broken and broken * 20 < seen - broken:
        return _finish(lossy, "utf-8", "some characters are not valid UTF-8 and were lost")
    codec = _likely_codec(raw)
    text = _strictly(raw, codec) or raw.decode("cp1252", "replace")
    said = f"it was declared as {declared}, but" if declared else "it is not declared and"
    return _finish(text, codec, f"the encoding was guessed as {codec}: {said} is not UTF-8")


def _likely_codec(raw: bytes) -> str:
    """The codec for bytes that are not UTF-8: Windows-1252 when that gives Latin letters, else a statistical guess."""
    western = _strictly(raw, "cp1252")
    if western is not None:
        high = [char for char in western if char > "\x7f"]
        ordinary = sum(1 for char in high if char in "‘’“”–—…•€£©®°·«» éèêëàâäáçñóòôöúùûüíìîïßåøæœÉÈÀÇÑÖÜÄÁÍÓÚ½¼´§")
        if ordinary >= 0.9 * len(high) and len(high) < 0.2 * len(western):
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    return best.encoding if best is not None else "cp1252"


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _finish(text: str, encoding: str, *warnings: str) -> Decoded:
    found = list(warnings)
    if not warnings and "\ufffd" in text:
        found.append("some characters could not be read and were replaced by \ufffd")
    if len(_GARBLED.findall(text)) >= 2:
        found.append("some characters look wrongly decoded (such as â€™): names and quotes may be misspelt")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, tuple(found))
