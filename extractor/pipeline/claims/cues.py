"""The cue lists of cues.toml, read once: which words attribute a statement, in which frames, with which stance."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


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
    lists: Mapping[str, Any]


@cache
def load_cues() -> Cues:
    """The shipped cue lists."""
    data = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    return Cues(_by_lemma(data["verbs"]), _by_lemma(data.get("nouns", [])), data.get("lists", {}))


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
