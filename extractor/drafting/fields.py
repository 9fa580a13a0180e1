"""Names, controlled terms and dates of the entry, from what the components left on the Doc."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from extractor.drafting.builder import DraftBuilder
from extractor.pipeline.annotations import TextSpan, Topic

NAME_FIELDS = ("operator", "developer", "system")
TOPIC_FIELDS = (
    "type", "country", "sector", "purpose", "technology", "issue", "transparency", "news_trigger",
    "harms.individual", "harms.societal", "harms.environmental",
)  # fmt: skip
DATE_FIELDS = ("occurred", "released")
SINGLE = ("type", *DATE_FIELDS)


def put_names(build: DraftBuilder, doc: Doc) -> None:
    """Fill operator, developer and system from the roles; a denied role is a candidate, never a plain value."""
    for field in NAME_FIELDS:
        for role in sorted((r for r in doc._.roles if r.role == field), key=lambda r: -r.score):
            if role.accepted and role.status != "denied":
                build.put(
                    field,
                    role.actor,
                    role.evidence,
                    role.by,
                    score=role.score,
                    inferred=role.inferred,
                    why=role.why,
                )
            else:
                why = "denied in the report" if role.status == "denied" else role.why
                build.suggest(field, role.actor, role.evidence, role.by, role.score, why)


def put_topics(build: DraftBuilder, doc: Doc) -> None:
    """Fill the controlled fields and purpose from the accepted topics; the others become candidates."""
    for field in TOPIC_FIELDS:
        _put_all(build, field, doc._.topics.get(field, []))


def put_dates(build: DraftBuilder, doc: Doc) -> None:
    """Fill occurred and released from the text, published from what the source states of itself."""
    published = build.report.published
    for field in DATE_FIELDS:
        dates = doc._.topics.get(field, [])
        if field == "occurred" and published:  # what a report tells of cannot come after it
            dates = [replace(date, accepted=date.accepted and not _after(date.term, published)) for date in dates]
        _put_all(build, field, dates)
    if published:
        in_text = [date.span for date in doc._.dates if date.value == published and date.kind == "absolute"]
        if in_text:
            build.put("published", published, in_text[:1], "drafting.published")
        else:
            why = "the publication date that the source states of itself"
            build.put("published", published, opening(doc), "drafting.published", inferred=True, why=why)


def _put_all(build: DraftBuilder, field: str, topics: list[Topic]) -> None:
    for topic in topics:
        full = field in SINGLE and build.get(field) is not None
        if topic.accepted and not full:
            build.put(
                field,
                topic.term,
                topic.evidence,
                topic.by,
                score=topic.score,
                inferred=topic.inferred,
                why=topic.why,
            )
        else:
            build.suggest(field, topic.term, topic.evidence, topic.by, topic.score, topic.why)


def _after(one: str, other: str) -> bool:
    """Whether a date is later than another, as far as both are precise."""
    common = min(len(one), len(other))
    return one[:common] > other[:common]


def opening(doc: Doc) -> list[TextSpan]:
    """The title or first passage of the report: what evidence points at when the whole report is meant."""
    for passage in doc._.report.passages[:1]:
        return [TextSpan.cut(doc._.report.text, passage.start, passage.end)]
    return []
