"""Headline and description: the report's own title, and sentences of the report to be rewritten by the editor."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, Span

from extractor.drafting.builder import DraftBuilder
from extractor.drafting.fields import opening
from extractor.drafting.prose import as_prose
from extractor.drafting.sentences import with_closing_mark
from extractor.drafting.wording import is_furniture, load_wording, pattern
from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.claims.quotes import leaves_open
from extractor.pipeline.heading import first_line

BODY_KINDS = ("paragraph", "item", "quote")
GAP = " […] "
_CUT = " […]"
"""What stands at the end of a headline that is only the beginning of a sentence."""
_DASHES = ("—", "–", "-")


def put_headline(build: DraftBuilder, doc: Doc) -> None:
    """Set the headline to the report's own title, or to its first words when it states none."""
    report = build.report
    title = as_prose(report.title or "")
    if title:
        at = report.text.find(report.title or "")
        if at >= 0:
            span = TextSpan.cut(report.text, at, at + len(report.title or ""))
            build.put("headline", title, [span], "drafting.headline")
        else:
            why = "the title that the source states of itself"
            build.put("headline", title, opening(doc), "drafting.headline", inferred=True, why=why)
        return
    first = _opening_words(doc)
    if first is not None:
        head = _shorten(first.text)
        cut = TextSpan.cut(report.text, first.start, first.start + len(head))
        build.put("headline", as_prose(head) + _CUT * (head != first.text), [cut], "drafting.headline")


def _opening_words(doc: Doc) -> TextSpan | None:
    """The first line that reads like a headline, else the first sentence; a short one with those that follow it."""
    text, settings = doc._.report.text, load_wording()["headline"]
    line = first_line(text)
    if line and _may_be_headline(line):
        return TextSpan.cut(text, start := text.index(line), start + len(line))
    spans = [span for sent in doc.sents if (span := _trimmed(sent))]
    at = next((n for n, span in enumerate(spans) if _may_be_headline(span.text)), None)
    if at is None:
        return None
    start, end = spans[at].start, spans[at].end
    for after in spans[at + 1 :]:
        if (
            end - start >= settings["shortest"]
            or after.end - start > settings["characters"]
            or "\n" in text[end : after.start]
        ):
            break
        end = after.end
    return TextSpan.cut(text, start, end)


def _may_be_headline(text: str) -> bool:
    """Whether a sentence has words, and is no dateline ("PITTSBURGH (AP) —"), label ("READ ALSO:") or byline."""
    return (
        any(c.isalpha() for c in text)
        and not text.endswith((*_DASHES, ":"))
        and not pattern("headline", "never_pattern").match(text)
        and not is_furniture(text)
    )


def _shorten(text: str) -> str:
    """The longest beginning of a text that a headline has room for, and that ends with a word that may end one."""
    settings = load_wording()["headline"]
    limit = settings["characters"]
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    words = (cut[: cut.rindex(" ")] if " " in cut else text[:limit]).split(" ")
    while len(words) > 1 and words[-1].lower() in settings["dangling"]:
        words.pop()
    return " ".join(words).rstrip(" ,;:–—-")


def put_description(build: DraftBuilder, doc: Doc) -> None:
    """Set the description to at most five sentences of the report, in its order, marked as quoted text."""
    settings = load_wording()["description"]
    chosen = _choose(doc, settings)
    if not chosen:
        return
    parts = [as_prose(chosen[0].text)]
    for before, after in pairwise(chosen):
        gap = " " if not build.report.text[before.end : after.start].strip() else GAP
        parts.append(gap + as_prose(after.text))
    why = "sentences of the report, to be rewritten by the editor"
    build.put("description", settings["mark"] + "".join(parts), chosen, "drafting.description", why=why)


def _choose(doc: Doc, settings: dict[str, Any]) -> list[TextSpan]:
    """The sentences that say most of who did what with which technology, the opening one first."""
    names = {mention.start: actor.name for actor in (*doc._.actors, *doc._.systems) for mention in actor.mentions}
    leading = {role.actor for role in doc._.roles if role.accepted and role.role in ("operator", "developer", "system")}
    terms = {m.start: hit.term for hit in doc._.technologies for m in hit.mentions}
    denials = [c.content.start for c in doc._.claims if c.stance in ("denies", "declines to comment")]
    warnings = [c.content.start for c in doc._.claims if c.stance in ("warns", "criticises", "alleges")]
    scored: list[tuple[float, int, TextSpan]] = []
    for order, sent in enumerate(doc.sents):
        span = _trimmed(sent)
        span = span and with_closing_mark(doc._.report.text, span)
        if span is None or not _is_body(doc, span) or not settings["shortest"] <= len(span.text) <= settings["longest"]:
            continue
        within = range(span.start, span.end)
        score = settings["lead"] / (1 + len(scored) / 3)
        score += settings["name"] * len({n for at, n in names.items() if at in within and n in leading})
        score += settings["term"] * min(2, len({t for at, t in terms.items() if at in within}))
        score += settings["denial"] * any(at in within for at in denials)
        score += settings["warning"] * any(at in within for at in warnings)
        score -= settings["loose_start"] * bool(pattern("description", "loose_start_pattern").match(span.text))
        score -= settings["fragment"] * bool(pattern("description", "fragment_pattern").match(span.text))
        score -= settings["open_quote"] * leaves_open(span.text)
        score -= settings["first_person"] * bool(pattern("description", "first_person_pattern").search(span.text))
        scored.append((score, order, span))
    chosen: list[tuple[int, TextSpan]] = []
    for _, order, span in sorted(scored, key=lambda one: -one[0]):
        if len(chosen) < settings["sentences"] and all(_overlap(span.text, other.text) < 0.5 for _, other in chosen):
            chosen.append((order, span))
    return [span for _, span in sorted(chosen, key=lambda one: one[0])]


def _overlap(one: str, other: str) -> float:
    first, second = set(re.findall(r"\w{4,}", one.lower())), set(re.findall(r"\w{4,}", other.lower()))
    return len(first & second) / (min(len(first), len(second)) or 1)


def _is_body(doc: Doc, span: TextSpan) -> bool:
    passage = doc._.report.passage_at(span.start)
    if passage is None or passage.kind not in BODY_KINDS or is_furniture(span.text):
        return False
    return bool(re.search(r"[.!?…][\"'”’)\]]*$", span.text))


def _trimmed(sent: Span) -> TextSpan | None:
    """A sentence without white space at either end, or None when nothing is left."""
    span = TextSpan.trimmed(sent.doc._.report.text, sent.start_char, sent.end_char)
    return span if span.text else None
