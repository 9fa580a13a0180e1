"""How the wording makes a name a system's: "a chatbot called X", "the X app", "X, a program made by Y"."""

from __future__ import annotations

import re
from functools import cache

from extractor.pipeline.actors.cues import load_cues
from extractor.pipeline.roles.candidates import Candidate

_NAMED = re.compile(r"(?:called|named|dubbed|known as|nicknamed)[ ](?:the[ ]|an?[ ])?[“\"‘']?\Z")
_NOUNS = (
    "app|system|tool|chatbot|bot|software|algorithm|platform|robot|program|programme|project|feature|assistant|technology|"
    "model|scheme|detector|generator"
)
_NOUN_BEFORE = re.compile(rf"\b(?:{_NOUNS})s?,?[ ][“\"‘']?\Z")
_NOUN_AFTER = re.compile(rf"[”\"’']?[ ](?:{_NOUNS})s?\b")
_MADE_BY = re.compile(
    r"[”\"’']?,? (?:which|that) (?:was|is|ha[sd] been) (?:developed|built|made|created|designed) by\b"
)


@cache
def _apposed() -> re.Pattern[str]:
    """What follows a system's name (", a translation app"), but not ", an assistant professor", ", a software firm"."""
    cues = load_cues()
    others = "|".join(
        sorted({*cues.people_after, *(noun for noun, kind in cues.kind_of_noun.items() if kind != "media")})
    )
    return re.compile(
        rf"[”\"’']?, (?:which is )?an? (?:[\w’'-]+ ){{0,4}}?(?:{_NOUNS}|service)s?\b(?! (?:[a-z]+ )?(?:{others})\b)"
    )


def measure_naming(candidate: Candidate, numbers: dict[str, float], text: str) -> None:
    """Whether the wording names a system: "a chatbot called X", "the tool X", "the X app".

    Of what the databank does not know also whether the wording alone makes it one: "X, a program made by Y".
    """
    called = sum(bool(_NAMED.search(text[max(0, m.start - 30) : m.start])) for m in candidate.mentions)
    before = sum(bool(_NOUN_BEFORE.search(text[max(0, m.start - 30) : m.start])) for m in candidate.mentions)
    after = sum(bool(_NOUN_AFTER.match(text, m.end)) for m in candidate.mentions)
    numbers["called"] = float(called)
    numbers["noun before"] = before / len(candidate.mentions)
    numbers["noun after"] = after / len(candidate.mentions)
    numbers["named as system"] = float(called + before + after)
    if candidate.known is None and candidate.known_system is None:
        told = any(_apposed().match(text, m.end) or _MADE_BY.match(text, m.end) for m in candidate.mentions)
        numbers["new system"] = float(told or before > 0 or candidate.origin == "system")
