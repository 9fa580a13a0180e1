"""Who was called so: "the chief" is whom a report has called the fire chief, "the bank" whom it called a bank."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.entities import Entities

_BESIDE = ("compound", "nmod")


def called_so(word: Token, entities: Entities, kinds: Container[str], reach: int) -> Actor | None:
    """The one actor whom a text has called by a word: "Jane Holt, the director", "supermarket chain Fresco".

    kinds: of the actors that are meant. reach: characters back in which such an actor is looked for. None where
    several were.
    """
    found: list[Actor] = []
    for mention in entities.actors_before(word.idx):
        if mention.start < word.idx - reach:
            break
        if mention.actor is not None and mention.actor.kind in kinds:
            span = word.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and _is_called(span.root, word.lower_, mention.actor.kind == "person"):
                found.append(mention.actor)
    return found[0] if found and all(actor is found[0] for actor in found) else None


def _is_called(name: Token, word: str, person: bool) -> bool:
    """Whether a name stands beside a noun: in apposition to it either way, or with it as a title.

    What no person is may be called by the first of two nouns ("supermarket chain Fresco").
    """
    nouns = [c for c in name.lefts if c.dep_ in _BESIDE] + [c for c in name.children if c.dep_ == "appos"]
    if name.dep_ == "appos":
        nouns.append(name.head)
    if not person:
        nouns += [c for noun in nouns for c in noun.lefts if c.dep_ in _BESIDE]
    return any(noun.lower_ == word for noun in nouns)
