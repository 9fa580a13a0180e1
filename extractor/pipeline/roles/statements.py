"""What is stated of each actor's part, by the claims' rules and by the reader of disputes where those are silent.

Names joined in one list share what is stated of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from extractor.pipeline.annotations import Dispute, Statement
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
    if doc._.disputes is not None:
        _settle(found, doc._.disputes)
    return found


def _settle(found: dict[tuple[str, str], list[Statement]], disputes: Iterable[Dispute]) -> None:
    """Add the disputes that no rule has found, and leave open what rules found where the reader sees none."""
    judged = {(one.actor, one.role): one for one in disputes}
    for key, said in found.items():
        if key not in judged or judged[key].verdict == "undisputed":
            found[key] = [replace(s, holds="unclear") if s.holds == "denies" else s for s in said]
    for key, one in judged.items():
        if one.verdict == "disputed" and all(s.holds != "denies" for s in found.get(key, ())):
            statement = Statement(one.by, "denies", one.span, inferred=True)
            found[key] = sorted([*found.get(key, ()), statement], key=lambda s: s.span.start)
