"""Quotations with no cue of their own: they go on from the statement before them, or hang on its speaker."""

from __future__ import annotations

from extractor.pipeline.claims.quoted import Reader, _is_speech, _stands_alone
from extractor.pipeline.claims.quotes import Quotation
from extractor.pipeline.claims.spans import widest
from extractor.pipeline.claims.verbal import Found


def attach_floating(reader: Reader, found: list[Found]) -> list[Found]:
    """Join each quotation that stands alone to the statement right before it."""
    found = sorted(found, key=lambda f: f.content)
    extra: list[Found] = []
    for quotation in reader.quotations.all:
        if any(f.content[0] < quotation.end and quotation.start < f.content[1] for f in found):
            continue
        if not (_is_speech(reader, quotation) and _stands_alone(reader, quotation)):
            continue
        before = _statement_before(reader, quotation, found + extra)
        if before is None:
            alone = _of_speaker_before(reader, quotation, found + extra)
            if alone is not None:
                extra.append(alone)
        else:
            before.parts = [*(before.parts or [before.content]), (quotation.start, quotation.end)]
            before.content = widest(before.content, (quotation.start, quotation.end))
    return found + extra


def _of_speaker_before(reader: Reader, quotation: Quotation, found: list[Found]) -> Found | None:
    """A paragraph that is a quotation and nothing else: said by whoever spoke at the end of the paragraph before."""
    start, end = reader.passage(quotation.start)
    if reader.text[start : quotation.start].strip() or reader.text[quotation.end : end].strip(" .\"”’'"):
        return None
    above = reader.passage(start - 1) if start > 0 else None
    if above is None or above == (start, end):
        return None
    last = [f for f in found if above[0] <= f.content[0] and f.content[1] <= above[1] and _is_saying(f)]
    if not last or last[-1].source is None:
        return None
    spoken = max(last, key=lambda f: f.content[1])
    return Found(None, None, None, (quotation.start, quotation.end), spoken.source, "floating", direct=True)


def _statement_before(reader: Reader, quotation: Quotation, found: list[Found]) -> Found | None:
    passage = reader.passage(quotation.start)
    before = reader.text[passage[0] : quotation.start].rstrip()
    if not before or before[-1] not in '.?!”"':
        return None
    last = reader.doc[reader.token(quotation.start) - 1]
    start = max(passage[0], last.sent.start_char)
    best: Found | None = None
    for one in found:
        end = max(one.content[1], one.cue[1] if one.cue else 0)
        at = one.cue[0] if one.cue else one.content[0]
        if passage[0] <= one.content[0] and start < end <= quotation.start and at >= start and _is_saying(one):
            best = one if best is None or end > best.content[1] else best
    return best


def _is_saying(one: Found) -> bool:
    return one.entry is None or "quote" in one.entry.frames
