"""Lemmas as the cue lists spell them."""

from __future__ import annotations

from spacy.tokens import Token

_LEMMAS = {"hop": "hope", "alleg": "allege", "retweete": "retweet", "rebrande": "rebrand"}


def verb_lemma(token: Token) -> str:
    """A verb's lemma in lower case, the lemmatizer's known slips put right."""
    lemma: str = token.lemma_.lower()
    if lemma == "hop" and token.lower_.startswith("hopp"):
        return lemma
    return _LEMMAS.get(lemma, lemma)


def phrasal(token: Token, lemma: str) -> str | None:
    """A verb with its particle, as in "push back" or "go on", or None where it has none right behind it."""
    for child in token.rights:
        if child.dep_ in ("prt", "advmod", "prep") and child.i <= token.i + 2:
            return f"{lemma} {child.lower_}"
    return None
