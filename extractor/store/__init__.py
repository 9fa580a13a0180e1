"""The store: drafts, reports, decisions and raw sources of one databank folder."""

from extractor.store.attempts import Failure
from extractor.store.databank import Databank
from extractor.store.decisions import Decision, VersionConflict
from extractor.store.opening import FILE_NAME
from extractor.store.raw import RawFolder
from extractor.store.summary import DOUBTFUL_BELOW, LISTED_FIELDS, SORTS, DraftSummary, confidence_words

__all__ = [
    "DOUBTFUL_BELOW", "FILE_NAME", "LISTED_FIELDS", "SORTS", "Databank", "Decision", "DraftSummary", "Failure",
    "RawFolder", "VersionConflict", "confidence_words",
]  # fmt: skip
