"""The actors component: writes ``doc._.actors`` and ``doc._.systems``.

1. Known names (models/names.json), name patterns, context nouns and spaCy's entities give mentions.
2. Overlaps are resolved: pattern and known name before context before bare entity, longer before shorter.
3. Mentions of one entity are gathered: aliases of the table, acronyms in brackets, short forms, surnames.
4. Systems: the databank's, and names that the wording marks ("called X", "X software").
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.actors.acting import has_spokespeople
from extractor.pipeline.actors.cues import load_cues
from extractor.pipeline.actors.known import KnownNames, shipped_names
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
        doc._.actors = [actor for actor in doc._.actors if not self._is_system(doc, actor, doc._.systems)]
        return doc

    def _is_system(self, doc: Doc, actor: Actor, systems: list[System]) -> bool:
        """Whether what was taken for an organisation is only a system ("Rekognition"), or the end of its name."""
        if actor.known or actor.kind == "person":
            return False
        named = {at for system in systems for span in system.mentions for at in range(span.start, span.end)}
        only = sum(span.start in named for span in actor.mentions) * 2 > len(actor.mentions)
        return only and not has_spokespeople(doc, actor.mentions, self.cues.acting)


@Language.factory("extractor_actors", assigns=["doc._.actors", "doc._.systems"], requires=["doc.ents", "token.dep"])
def make_actors(nlp: Language, name: str) -> ActorsComponent:
    """Make the component with the shipped table of names."""
    return ActorsComponent(shipped_names())
