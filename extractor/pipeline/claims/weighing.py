"""Whose word of denial counts: the actor's own, its people's and an authority's, and not anybody's who speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.speaker_words import load_words

_BYSTANDERS = ("ngo", "media", "court")
_SOURCE = r"(?:[Aa]ccording to|(?:reported|seen|obtained|reviewed|published|leaked) by|contacted by|told)"
JUDGES = frozenset({"court", "judge", "jury", "tribunal", "panel", "magistrate", "justices"})
"""Who reject a claim without denying anything themselves."""
_STANDING_IN = frozenset({"it", "they", "we"})


def weighed(
    claims: Iterable[Claim], holds: str, actor: Actor | None, by: str | None, speaker: Actor | None, span: TextSpan
) -> str:
    """What a statement says of an actor's part, with the interest of who makes it: "unclear" where that is none.

    Bystanders (NGOs, media, courts, people whom nothing ties to an organisation) who say in passing that somebody does
    not do a thing deny no part in the matter; a word of denial does, or anybody else who may speak for the actor.
    A court that rejects or dismisses decides, and denies nothing.
    """
    if holds != "denies" or by is None:
        return holds
    around = [c for c in claims if c.content.start < span.end and span.start < c.content.end]
    denied = not around or any(claim.stance == "denies" for claim in around)
    own = actor is not None and (by == actor.name or (speaker is not None and speaker.name == actor.name))
    court = speaker is not None and speaker.kind == "court"
    if not own and (court or any(_is_judge(claim) for claim in around)):
        return "unclear"
    if actor is not None and actor.kind == "person":
        return holds if own and denied and around else "unclear"
    if own or denied:
        return holds
    if speaker is not None:
        return "unclear" if speaker.kind in _BYSTANDERS else holds
    return holds if any(_is_insider(claim) for claim in around) else "unclear"


def _is_judge(claim: Claim) -> bool:
    words = claim.speaker.text.lower().split() if claim.speaker is not None else []
    return len(words) < 4 and bool(JUDGES & set(words))


_GIVEN_AS = re.compile(rf"{_SOURCE} (?:the |The )?")


def told_to(text: str, names: Iterable[str]) -> frozenset[str]:
    """The names that a report gives as its sources: "according to the Courier", "told the Ledger"."""
    known = list(names)
    ends = [match.end() for match in _GIVEN_AS.finditer(text)]
    return frozenset(
        name
        for name in known
        if any(text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalnum() for at in ends)
    )


def _is_insider(claim: Claim) -> bool:
    """Whether a speaker that is tied to no actor speaks by office: "the minister", "officials", "the force", "it"."""
    if claim.speaker is None:
        return True
    words, lexicon = load_words(), load_relations()
    said = claim.speaker.text.lower().replace("-", " ").split()
    known = words.voices | words.members | lexicon.people | words.offices.keys() | words.kinds.keys()
    return any(word.strip(",.") in known or word in _STANDING_IN for word in said)
