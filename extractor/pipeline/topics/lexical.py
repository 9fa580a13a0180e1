"""Controlled terms that words of the text express, as the model counts them."""

from __future__ import annotations

from spacy.tokens import Doc

from extractor.pipeline.topics.model import Hit

LEAD_CHARS = 600
"""The opening of a report: its first so many characters."""


def lexical_hits(doc: Doc) -> dict[str, dict[str, Hit]]:
    """By field and canonical term, what earlier components found: how often, and whether in the opening."""
    found: dict[str, dict[str, Hit]] = {}
    for hit in doc._.technologies:
        found.setdefault(hit.field, {})[hit.term] = Hit(len(hit.mentions), hit.mentions[0].start < LEAD_CHARS)
    return found
