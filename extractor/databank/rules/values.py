"""Rules about single values and lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extractor.databank.findings import Finding, Severity
from extractor.databank.pointers import pointer, values
from extractor.databank.rules.subject import NAME_FIELDS, Subject
from extractor.databank.vocabularies import fold, vocabulary

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BROKEN = re.compile(r"[\x00\ud800-\udfff]")


def text_printable(subject: Subject) -> Iterator[Finding]:
    """No value holds control characters, broken characters or marks that turn the direction of writing."""
    for at, value in values(subject.entry, subject.under):
        if isinstance(value, str) and (found := _UNPRINTABLE.search(value)):
            message = f"The text holds a character that cannot be printed (U+{ord(found.group()):04X}): take it out."
            # Only what cannot be saved as text is refused: quoted words may hold the rest.
            severity: Severity = "error" if _BROKEN.search(value) else "warning"
            yield Finding(at, value, "unprintable", message, severity=severity)


def no_duplicates(subject: Subject) -> Iterator[Finding]:
    """No list has a value twice, also not in other letters, spacing or under an alias."""
    for name in (*NAME_FIELDS, *(field for field in vocabulary().fields if field != "type")):
        yield from _repeated(subject.texts(name), name)
    yield from _repeated(_works(subject), "research_advocacy")


def _works(subject: Subject) -> Iterator[tuple[str, str]]:
    """What tells one work from another: its address, or the title of one without."""
    works = subject.entry.get("research_advocacy")
    for i, work in enumerate(works if isinstance(works, list) else []):
        key = "url" if isinstance(work, dict) and work.get("url") else "title"
        value = work.get(key) if isinstance(work, dict) else None
        if isinstance(value, str):
            yield pointer("research_advocacy", i, key, under=subject.under), value


def _repeated(items: Iterator[tuple[str, str]], name: str) -> Iterator[Finding]:
    controlled = name in vocabulary().fields
    first: dict[tuple[str, ...], str] = {}
    for at, value in items:
        key = (vocabulary().canonical(name, value) if controlled else ()) or (fold(value),)
        if key in first:
            same = "twice" if first[key] == value else f"twice, once as “{first[key]}”"
            yield Finding(at, value, "duplicate", f"“{value}” stands here {same}.")
        else:
            first[key] = value


def links_safe(subject: Subject) -> Iterator[Finding]:
    """Every address is an http or https address of a host, without a user name and without white space."""
    works = subject.entry.get("research_advocacy")
    for i, work in enumerate(works if isinstance(works, list) else []):
        url = work.get("url") if isinstance(work, dict) else None
        # What is not even of the form http://… the schema has reported.
        if isinstance(url, str) and url.lower().startswith(("http://", "https://")) and not is_safe_url(url):
            at = pointer("research_advocacy", i, "url", under=subject.under)
            yield Finding(at, url, "link", f"“{url[:60]}” is not a plain http or https address.")


def is_safe_url(url: str) -> bool:
    """Whether an address can be linked to: http or https, a host, no user name, no white space."""
    if url != url.strip() or re.search(r"[\s\x00-\x20\x7f<>\"\\]", url) or _UNPRINTABLE.search(url):
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False
