"""Lemmas as the cue lists spell them."""

from __future__ import annotations

from spacy.tokens import Token

_LEMMAS = {"hop": "hope", "alleg": "allege", "retweete": "retweet", "rebrande": "rebrand"}


def verb_lemma(token: Token) -> str:
    """A verb's lemma in lower case, the lemmatizer's known slips put right."""
    lemma: str = token.lemma_.lower()
    return _LEMMAS.get(lemma, lemma)
