"""Whose part a dispute can be about: places only where they act, and which part of a public body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from extractor.pipeline.annotations import Actor
from extractor.pipeline.disputes.windows import Window
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.tags import SUBJECTS

PUBLIC = ("government", "police", "council", "court", "school", "hospital")
"""Kinds of bodies that use what others make."""
_MODIFIES = frozenset({"poss", "compound", "amod", "nmod"})
Scores = Mapping[str, float]


def standing(
    doc: Doc, window: Window, judged: Sequence[tuple[Actor, Scores]], accept: float
) -> list[tuple[Actor, Scores]]:
    """The judgements of a window's actors (score by role) that may be true.

    A place that only says where ("Moldova's minister", "the Lahore firm Nishan Tech") disputes nothing. A public body
    whose making is disputed is meant as the user.
    """
    return [(actor, _as_user(actor, scores, accept)) for actor, scores in judged if _may_act(doc, window, actor)]


def _as_user(actor: Actor, scores: Scores, accept: float) -> Scores:
    """For a public body the higher score is the user's; what rules say of its making is left to them."""
    if actor.kind not in PUBLIC:
        return scores
    return {"operator": max(scores.values()), "developer": min(scores["developer"], accept / 2)}


def _may_act(doc: Doc, window: Window, actor: Actor) -> bool:
    """Whether an actor is no place, or a place that is the subject of a verb in the window or "by" whom it is done."""
    if actor.known or actor.name not in load_gazetteer().senses:
        return True
    for mention in actor.mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or mention.start < window.start or mention.start >= window.end:
            continue
        root = span.root
        if root.ent_type_ not in ("", "GPE", "LOC") and root.dep_ not in _MODIFIES:
            return True
        if root.dep_ in SUBJECTS or (root.dep_ == "pobj" and root.head.dep_ == "agent"):
            return True
    return False
