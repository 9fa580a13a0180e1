"""Everything that can go wrong, as one small tree.

ExtractorError
├── SourceError              a source cannot become a Report
│   ├── SourceNotFound       no such file, or the address cannot be reached
│   ├── SourceUnreadable     broken, encrypted, binary, too large, wrong kind
│   ├── SourceEmpty          nothing to read: empty page, scan without text
│   ├── SourceBlocked        a cookie wall, a log-in or paywall stub instead of the report
│   └── LanguageUnsupported  the text is not in English
├── ModelError               a model is missing or its weights are not the pinned ones
├── InvalidDraft             a draft or entry fails the schema or the rules
├── DatabankError            the databank folder is locked, read-only, newer than the program, ...
└── UsageError               arguments that do not fit together

Every message is one line that says what is wrong and, in ``way_out``, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ExtractorError(Exception):
    """Base of all errors. ``str(error)`` is one line: what is wrong, then the way out."""

    code = "error"

    def __init__(self, message: str, way_out: str = "") -> None:
        self.message = " ".join(message.split())
        self.way_out = " ".join(way_out.split())
        super().__init__(f"{self.message} {self.way_out}".strip())


class SourceError(ExtractorError):
    """A source cannot become a Report. ``kept`` is the SHA-256 of the raw bytes, when they were kept."""

    code = "source"
    kept: str | None = None


class SourceNotFound(SourceError):
    """No such file, no such host, or an address that answers with an error."""

    code = "not-found"


class SourceUnreadable(SourceError):
    """Bytes that are not what they are said to be: broken, encrypted, binary, too large."""

    code = "unreadable"


class SourceEmpty(SourceError):
    """A readable source with no report in it."""

    code = "empty"


class SourceBlocked(SourceError):
    """A cookie wall, log-in page or paywall stub stands where the report should be."""

    code = "blocked"


class LanguageUnsupported(SourceError):
    """The text is not in English. ``language`` is its ISO 639-1 code."""

    code = "language"

    def __init__(self, message: str, way_out: str = "", language: str = "und") -> None:
        super().__init__(message, way_out)
        self.language = language


class ModelError(ExtractorError):
    """A model cannot be loaded, or its weights are not the pinned ones."""

    code = "model"


class InvalidDraft(ExtractorError):
    """A draft that is not valid, refused before it is stored. ``findings`` says why, as data."""

    code = "invalid"

    def __init__(self, message: str, way_out: str = "", findings: Sequence[Any] = ()) -> None:
        super().__init__(message, way_out)
        self.findings = tuple(findings)


class DatabankError(ExtractorError):
    """The databank folder or its SQLite file cannot be used."""

    code = "databank"


class UsageError(ExtractorError):
    """Arguments that do not fit together."""

    code = "usage"
