"""What a valid entry is: the schema, the vocabularies and the rules a schema cannot express.

    >>> from extractor.databank import check, vocabulary
    >>> [finding.rule for finding in check({"headline": "Robot bites man", "technology": ["Facial recogniton"]})]
    ['vocabulary']
    >>> vocabulary().canonical("technology", "Facial recogniton")
    ('Facial recognition',)

Nothing here needs spaCy.
"""

from __future__ import annotations

from extractor.databank.checking import check, errors_of
from extractor.databank.findings import Finding
from extractor.databank.vocabularies import Vocabulary, vocabulary

__all__ = ["Finding", "Vocabulary", "check", "errors_of", "vocabulary"]
