"""The exact component, the last: every stretch that was found gets its words as the report has them.

What is analysed has blanks for marks of emphasis (``marks.py``); what is kept has the marks again.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.marks import has_marks

_KEPT = ("actors", "systems", "technologies", "places", "dates", "claims", "disputes", "roles", "topics")


@Language.component("extractor_exact")
def exact(doc: Doc) -> Doc:
    """Set the words of every stretch to ``report.text[start:end]``, where marks make the two differ."""
    report = doc._.report
    if report is not None and has_marks(report.text) and not report.text.startswith(doc.text):
        for name in _KEPT:
            doc._.set(name, _exact(doc._.get(name), report.text))
    return doc


def _exact(value: Any, text: str) -> Any:
    if isinstance(value, TextSpan):
        return replace(value, text=text[value.start : value.end])
    if isinstance(value, list | tuple):
        return type(value)(_exact(one, text) for one in value)
    if isinstance(value, dict):
        return {key: _exact(one, text) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _exact(getattr(value, one.name), text) for one in fields(value) if one.init})
    return value
