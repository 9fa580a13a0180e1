"""The cue lists of cues.toml, read once: which words attribute a statement, in which frames, with which stance."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from extractor.pipeline.claims.lemmas import phrasal, verb_lemma


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun that attributes. frames: names of frames, in the order in which they are tried."""

    lemma: str
    stance: str
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue lists. verbs, nouns: by lemma."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    light_verbs: frozenset[str]
    samples: frozenset[str]
    hearsay: frozenset[str]
    phrasal: frozenset[str]
    titled: frozenset[str]

    def verb(self, token: Token) -> Cue | None:
        """The entry of a verb, of the verb with its particle first; part of a compound ("follow-up") is no verb."""
        if token.i + 1 < len(token.doc) and token.nbor(1).text == "-" and not token.whitespace_:
            return None
        lemma = verb_lemma(token)
        if lemma in self.phrasal:
            entry = self.verbs.get(phrasal(token, lemma) or "")
            if entry is not None:
                return entry
        return self.verbs.get(lemma)


@cache
def load_cues() -> Cues:
    """The shipped cue lists."""
    data = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    verbs = _by_lemma(data["verbs"])
    return Cues(
        verbs=verbs,
        nouns=_by_lemma(data["nouns"]),
        adjectives=_by_lemma(data["adjectives"]),
        light_verbs=frozenset(data["lists"]["light_verbs"]),
        samples=frozenset(data["lists"]["samples"]),
        titled=frozenset(data["lists"]["titled"]),
        hearsay=frozenset(data["lists"]["hearsay"]),
        phrasal=frozenset(lemma.split()[0] for lemma in verbs if " " in lemma),
    )


def _by_lemma(groups: list[dict[str, Any]]) -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for group in groups:
        for lemma in group["lemmas"]:
            old = cues.get(lemma)
            frames = tuple(group["frames"])
            if old is not None:  # a cue may stand in several groups: later frames are tried after earlier ones
                frames = old.frames + tuple(f for f in frames if f not in old.frames)
            cues[lemma] = Cue(lemma, old.stance if old else group["stance"], frames)
    return cues
