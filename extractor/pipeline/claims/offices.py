"""Who holds an office: "the chief" is the person whom a report has called the fire chief."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.entities import Entities


def holder_of(office: Token, entities: Entities, reach: int) -> Actor | None:
    """The one person whom a text has called by the word of ``office``: "Jane Holt, the director", "director Jane Holt".

    reach: characters back in which such a person is looked for. None where several were.
    """
    found: list[Actor] = []
    for mention in entities.actors_before(office.idx):
        if mention.start < office.idx - reach:
            break
        if mention.actor is not None and mention.actor.kind == "person":
            span = office.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and _is_called(span.root, office.lower_):
                found.append(mention.actor)
    return found[0] if found and all(actor is found[0] for actor in found) else None


def _is_called(name: Token, office: str) -> bool:
    """Whether a name stands beside a noun: in apposition to it either way, or with it as a title."""
    if name.dep_ == "appos" and name.head.lower_ == office:
        return True
    beside = [c for c in name.children if c.dep_ == "appos" or (c.dep_ in ("compound", "nmod") and c.i < name.i)]
    return any(c.lower_ == office for c in beside)
