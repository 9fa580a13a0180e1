"""What the claims state of each actor's part; names joined in one list share what is stated of one of them."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Doc

from extractor.pipeline.annotations import Statement
from extractor.pipeline.claims.contested import role_statements

_JOINED = re.compile(r"\s*(?:\([^()\n]{0,80}\)\s*)?(?:,\s*and|,|and|&)\s+(?:the\s+)?")


def statements_of(doc: Doc, text: str) -> dict[tuple[str, str], list[Statement]]:
    """Statements by (actor name, role). In "companies A and B supplied it" B is said to supply as A is."""
    found = role_statements(doc)
    mentions = sorted((m.start, m.end, actor.name) for actor in doc._.actors for m in actor.mentions)
    for (name, role), said in list(found.items()):
        for (_, end, one), (start, _, other) in pairwise(mentions):
            if name not in (one, other) or one == other or not _JOINED.fullmatch(text, end, start):
                continue
            partner = other if name == one else one
            shared = [s for s in said if s.span.start <= end and start < s.span.end]
            if shared and (partner, role) not in found:
                found[(partner, role)] = shared
    return found
