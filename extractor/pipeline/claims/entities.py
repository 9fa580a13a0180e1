"""The actors, systems and technologies that earlier components found, to be asked for by offset."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.spans import Extent


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an entity. kind: "actor", "system" or "technology"; actor: the record, for actors."""

    start: int
    end: int
    kind: str
    name: str
    actor: Actor | None = None


class Entities:
    """All mentions of a text in order. places: the names of its places and their countries."""

    def __init__(self, doc: Doc) -> None:
        found: list[Mention] = []
        for actor in doc._.actors:
            found.extend(Mention(m.start, m.end, "actor", actor.name, actor) for m in actor.mentions)
        for system in doc._.systems:
            found.extend(Mention(m.start, m.end, "system", system.name) for m in system.mentions)
        for hit in doc._.technologies:
            found.extend(Mention(m.start, m.end, "technology", hit.term) for m in hit.mentions)
        self.all = sorted(found, key=lambda m: (m.start, -m.end, m.kind))
        self.actors = [m for m in self.all if m.actor is not None]
        self.places = frozenset(name for place in doc._.places for name in (place.name, place.country))
        self._starts = [m.start for m in self.all]
        self._actor_starts = [m.start for m in self.actors]

    def actor_of(self, token: Token) -> Actor | None:
        """The actor that a token is part of the name of."""
        mention = self.mention_of(token)
        return mention.actor if mention is not None else None

    def mention_of(self, token: Token) -> Mention | None:
        """The mention of an actor that a token is part of."""
        n = bisect.bisect_right(self._actor_starts, token.idx) - 1
        for at in (n, n - 1):
            if at >= 0 and self.actors[at].start <= token.idx < self.actors[at].end:
                return self.actors[at]
        return None

    def within(self, extent: Extent) -> Iterator[Mention]:
        """The mentions that lie inside start..end."""
        for n in range(bisect.bisect_left(self._starts, extent[0]), len(self.all)):
            if self.all[n].start >= extent[1]:
                return
            if self.all[n].end <= extent[1]:
                yield self.all[n]

    def actors_before(self, offset: int) -> Iterator[Mention]:
        """The mentions of actors before an offset, nearest first."""
        for n in range(bisect.bisect_left(self._actor_starts, offset) - 1, -1, -1):
            yield self.actors[n]
