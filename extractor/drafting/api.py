"""The calls that draft: one report, or a stream of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

import extractor
from extractor.drafting.builder import DraftBuilder
from extractor.drafting.fields import put_dates, put_names, put_topics
from extractor.drafting.reasons import explain_empty
from extractor.drafting.records import Draft
from extractor.drafting.sections import put_sections
from extractor.drafting.statements import claims_of, roles_of
from extractor.drafting.summary import put_description, put_headline
from extractor.pipeline import analyse, analyse_many, describe, load_pipeline
from extractor.report import Report


@cache
def _default_pipeline() -> Language:
    return load_pipeline()


def draft(report: Report, *, nlp: Language | None = None) -> Draft:
    """Draft the databank entry of one report.

    nlp: a pipeline from ``load_pipeline`` (default: the shipped one, loaded on the first call and kept).
    Returns a Draft whose evidence points into ``report.text``. Raises ModelError when no model can be loaded.
    """
    nlp = nlp or _default_pipeline()
    return draft_doc(analyse(nlp, report), nlp=nlp)


def draft_many(reports: Iterable[Report], *, nlp: Language | None = None) -> Iterator[Draft]:
    """Draft many reports as a stream, in their order; memory stays flat."""
    nlp = nlp or _default_pipeline()
    for doc in analyse_many(nlp, reports):
        yield draft_doc(doc, nlp=nlp)


def draft_doc(doc: Doc, *, nlp: Language) -> Draft:
    """Compose the Draft of an analysed Doc (``doc._.report`` is its report)."""
    build = DraftBuilder(doc._.report)
    put_headline(build, doc)
    put_names(build, doc)
    put_topics(build, doc)
    put_dates(build, doc)
    put_description(build, doc)
    put_sections(build, doc)
    explain_empty(build, doc)
    return Draft(
        entry=build.entry,
        evidence=build.evidence,
        confidence=build.confidence,
        empty=build.empty,
        candidates=build.candidates,
        roles=roles_of(doc),
        claims=claims_of(doc),
        reports=[build.report.summary()],
        made_by={"extractor": extractor.__version__, "models": describe(nlp)},
    )
