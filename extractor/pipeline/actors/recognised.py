"""What the base model recognises as organisations and people, set right: names cut to size, false ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.forms import BASED, clean_name
from extractor.pipeline.tags import FINITE

_ENTITY_LABELS = {"ORG": "org", "PERSON": "person", "PRODUCT": "org", "FAC": "org"}
_OTHER_SCRIPT = re.compile(r"(?<=[A-Za-z])\s+(?=[\u0370-\u1dff\u2e80-\uffef])")
"""Where a name in Latin letters runs on into words of another script."""
_OWNER = re.compile(r"(.+)['’]s [A-Z][\w-]*\Z")
"""An organisation, and a person or thing of it ("Deutsche Bank’s Reid")."""


def recognised(doc: Doc, text: str, cues: Cues) -> Iterator[tuple[int, int, str]]:
    """Start, end (characters) and kind of each entity that names somebody, without what does not belong to the name."""
    for entity in doc.ents:
        kind = _ENTITY_LABELS.get(entity.label_)
        if kind is None or (kind == "org" and any(t.tag_ in FINITE for t in entity)):
            continue
        start, end = entity.start_char, entity.end_char
        name = entity.text.split("\n")[0]
        if name.startswith(("'s ", "’s ")):
            name, start = name[3:], start + 3
        while " " in name and (name.split(" ")[0] in cues.titles or name.split(" ")[0].title() in cues.openings):
            cut = name.index(" ") + 1
            kind = "person" if name.split(" ")[0] in cues.honorifics else kind
            name, start = name[cut:], start + cut
        if based := BASED.match(name):
            name, start = name[based.end() :], start + based.end()
            if " " not in name:
                continue  # "Virginia-based Navy" of "Virginia-based Navy Federal Credit Union"
        name = _OTHER_SCRIPT.split(name)[0].rstrip(" .,:;\"'”’-–—")
        if name.endswith(("'s", "’s")):
            name = name[:-2]
        owner = _OWNER.match(name)
        if owner and kind_by_head(owner.group(1), cues) and not kind_by_head(name, cues):
            name = owner.group(1)
        name = name.strip()
        end = start + len(name)
        if text[start:end] != name or is_false(name, cues) or _opens_title(text, end):
            continue
        if kind == "person" and (any(c.isdigit() for c in name) or name.isupper() or len(name.split()) > 4):
            continue
        yield start, end, kind


def _opens_title(text: str, end: int) -> bool:
    """Whether a name is only the start of a person's title ("Justice Minister Ilona Brandt")."""
    return text.startswith((" Minister ", " Secretary ", " Commissioner "), end)


def is_false(name: str, cues: Cues) -> bool:
    """Whether a found name is no actor at all: an abbreviation, a law, a heading word, not a name."""
    bare = clean_name(name)
    if len(bare) < 2 or bare in cues.false_whole or bare in cues.openings or not any(c.isupper() for c in bare):
        return True
    if len(bare) > 90 or "\n" in name or bare[0] in "#@$€£%" or not any(c.isalpha() for c in bare):
        return True
    if cues.false_end.search(bare) or any(part in bare for part in cues.false_parts):
        return True
    return bare.rsplit(maxsplit=1)[-1] in cues.documents
