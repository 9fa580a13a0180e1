"""The actors component: writes ``doc._.actors`` and ``doc._.systems``.

1. Known names (models/names.json), name patterns, context nouns and spaCy's entities give mentions.
2. Overlaps are resolved: pattern and known name before context before bare entity, longer before shorter.
3. Mentions of one entity are gathered: aliases of the table, acronyms in brackets, short forms, surnames.
4. Systems: the databank's, and names that the wording marks ("called X", "X software").
5. Makers of the databank's systems are named in full.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.actors.acting import has_spokespeople
from extractor.pipeline.actors.cues import kind_by_head, load_cues
from extractor.pipeline.actors.known import KnownNames, shipped_names
from extractor.pipeline.actors.makers import named_in_full
from extractor.pipeline.actors.mentions import find_mentions
from extractor.pipeline.actors.merging import gather
from extractor.pipeline.actors.systems import find_systems
from extractor.pipeline.annotations import Actor, System, register_extensions


class ActorsComponent:
    """Finds actors and systems with a table of known names."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known
        self.cues = load_cues()
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.actors`` and ``doc._.systems`` (offsets in characters)."""
        text = doc.text
        hits = list(self.known.hits(doc, text))
        mentions = find_mentions(doc, text, hits, self.known, self.cues)
        doc._.actors = gather(text, mentions, self.known, self.cues)
        doc._.systems = find_systems(doc, text, hits, doc._.actors, self.known, self.cues)
        kept = (self._beside_systems(doc, actor, doc._.systems) for actor in doc._.actors)
        actors = [actor for actor in kept if actor is not None]
        doc._.actors = named_in_full(actors, doc._.systems, self.known)
        return doc

    def _beside_systems(self, doc: Doc, actor: Actor, systems: list[System]) -> Actor | None:
        """An actor; None where what was taken for one is only a system ("Rekognition"), or the end of its name.

        The maker of an app that has the same name in short keeps its own name alone ("Chai Research", maker of Chai).
        """
        if actor.known or actor.kind == "person":
            return actor
        named = {at for system in systems for span in system.mentions for at in range(span.start, span.end)}
        only = sum(span.start in named for span in actor.mentions) * 2 > len(actor.mentions)
        if not only or has_spokespeople(doc, actor.mentions, self.cues.acting):
            return actor
        own = [
            span
            for span in actor.mentions
            if not named.issuperset(range(span.start, span.end)) and kind_by_head(span.text, self.cues)
        ]
        if actor.kind != "company" or not own:
            return None
        return replace(actor, name=max((span.text for span in own), key=len), mentions=own, aliases=[])


@Language.factory("extractor_actors", assigns=["doc._.actors", "doc._.systems"], requires=["doc.ents", "token.dep"])
def make_actors(nlp: Language, name: str) -> ActorsComponent:
    """Make the component with the shipped table of names."""
    return ActorsComponent(shipped_names())
