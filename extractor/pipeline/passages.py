"""The passages component: a sentence never runs from one passage of the report into the next."""

from __future__ import annotations

import bisect

from spacy.language import Language
from spacy.tokens import Doc

from extractor.report import split_passages


@Language.component("extractor_passages", assigns=["token.is_sent_start"])
def mark_passages(doc: Doc) -> Doc:
    """Set a sentence start at each passage's first token, which the parser then respects."""
    report = doc._.report
    passages = report.passages if report is not None else split_passages(doc.text)
    starts = [token.idx for token in doc]
    for passage in passages:
        at = bisect.bisect_left(starts, passage.start)
        if at < len(doc) and starts[at] < passage.end:
            doc[at].is_sent_start = True
    return doc
