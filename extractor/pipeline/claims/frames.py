"""Frames: where, seen from its cue, the content of a statement stands. One function per frame, all of one shape.

Each takes the cue's token and gives the content as an extent of tokens (end exclusive), or None where the frame
does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from extractor.pipeline.claims.spans import Extent, noun_extent, subtree_extent

Frame = Callable[[Token], Extent | None]

_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_CHARGED_WITH = frozenset({"of", "for", "as", "with", "over"})
_OBJECTS = frozenset({"dobj", "dative", "pobj"})


def clause(cue: Token) -> Extent | None:
    """A finite clause: "said (that) it sold nothing", "It sold nothing, he said"."""
    best: Extent | None = None
    for child in cue.children:
        if child.dep_ == "ccomp" and not _is_small(child):
            extent = subtree_extent(child, cue)
            if extent[1] <= extent[0] or any(cue.doc[i].text == ";" for i in range(child.i, cue.i)):
                continue  # what stands before a semicolon is a sentence of its own
            if best is not None and cue.i < best[0] and extent[0] == best[1]:
                best = best[0], extent[1]  # one clause that the parse took for two
            elif best is None or extent[1] - extent[0] > best[1] - best[0]:
                best = extent
        elif child.dep_ == "ccomp" and child.i > cue.i and child.pos_ == "NOUN" and best is None:
            extent = subtree_extent(child, cue)
            best = extent if extent[1] - extent[0] > 3 else None
    return best


def relative(cue: Token) -> Extent | None:
    """What a relative clause without a pronoun stands under: "a claim the company denies"."""
    if cue.dep_ != "relcl" or not any(c.dep_ in _SUBJECTS for c in cue.children):
        return None
    if any(c.dep_ == "dobj" for c in cue.children):
        return None
    head = cue.head
    return head.left_edge.i, head.i + 1


def _is_small(child: Token) -> bool:
    """Whether a complement has neither a finite verb nor a subject of its own, as in "called him unfit"."""
    if child.tag_ in ("VBG", "VB") and not any(c.dep_ in ("aux", "mark", "nsubj", "nsubjpass") for c in child.children):
        return True
    return (
        child.pos_ not in _VERBAL
        and not any(c.dep_ in ("cop", "mark") for c in child.children)
        and not any(c.dep_ in _SUBJECTS for c in child.children)
    )


def gerund(cue: Token) -> Extent | None:
    """An -ing clause: "denied selling cameras"."""
    for child in cue.rights:
        if child.dep_ in ("xcomp", "ccomp", "dobj", "pcomp") and _is_gerund(child):
            return subtree_extent(child, cue)
    return None


def _is_gerund(token: Token) -> bool:
    return token.tag_ == "VBG" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBG" for c in token.lefts)


def infinitive(cue: Token) -> Extent | None:
    """A to-clause: "promised to stop"."""
    for child in cue.rights:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and _is_infinitive(child):
            return subtree_extent(child, cue)
    return None


def _is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def person_to(cue: Token) -> Extent | None:
    """A person and what the person is to do: "urged the council to stop"."""
    for child in cue.rights:
        if child.dep_ in ("ccomp", "xcomp") and _is_infinitive(child):
            start, end = subtree_extent(child, cue)
            for other in cue.rights:
                if other.dep_ in _OBJECTS and other.i < child.i:
                    start = min(start, other.left_edge.i)
            return start, end
    return None


def as_predicate(cue: Token) -> Extent | None:
    """An object with what is said of it: "called the system a threat", "described it as safe"."""
    parts: list[Extent] = []
    predicate = False
    for child in cue.children:
        if (
            child.dep_ in ("oprd", "acomp", "attr")
            or (child.dep_ == "prep" and child.lower_ == "without")
            or (child.dep_ in ("prep", "mark") and child.lower_ == "as")
            or (child.dep_ in ("ccomp", "xcomp") and child.i > cue.i)
        ):
            predicate = True
            parts.append(subtree_extent(child, cue))
        elif child.dep_ in ("dobj", "dative") and child.i > cue.i:
            parts.append(subtree_extent(child, cue))
    if not predicate or (cue.lemma_ == "call" and len(parts) < 2 and cue.dep_ != "relcl" and not _is_run_together(cue)):
        return None  # "an app called Pixie" gives a name and says nothing
    return min(p[0] for p in parts), max(p[1] for p in parts)


def _is_run_together(cue: Token) -> bool:
    """Whether the parse took an object and what it is called for one phrase: "called this account inaccurate"."""
    named = next((c for c in cue.rights if c.dep_ == "oprd"), None)
    return named is not None and cue.tag_ != "VBN" and {"det", "compound"} <= {c.dep_ for c in named.lefts}


def object_phrase(cue: Token) -> Extent | None:
    """A noun phrase: "rejected the allegations"."""
    for child in cue.children:
        if child.dep_ == "dobj" and child.tag_ != "VBG":
            extent = subtree_extent(child, cue)
            if extent[1] > extent[0]:
                return extent
    return None


def object_and(preposition: str) -> Frame:
    """The frame of an object and a preposition's phrase: "accused the council of spying"."""

    def frame(cue: Token) -> Extent | None:
        objects = [c for c in cue.rights if c.dep_ in ("dobj", "dative")]
        if not objects:
            return None
        for start in (cue, *objects):
            for child in start.rights:
                if child.dep_ == "prep" and child.lower_ == preposition and child.i > objects[0].i:
                    return objects[0].left_edge.i, child.right_edge.i + 1
        return None

    return frame


def preposition(word: str) -> Frame:
    """The frame of a preposition's object: "warned of abuse" with "of"; the content stands after the preposition."""

    def frame(cue: Token) -> Extent | None:
        for child in _prepositions(cue):
            if child.lower_ == word and child.right_edge.i > child.i:
                return child.i + 1, child.right_edge.i + 1
        return None

    return frame


def _prepositions(cue: Token) -> Iterator[Token]:
    for child in cue.rights:
        if child.dep_ in ("prep", "agent", "prt", "dative", "advmod"):
            yield child
            for grandchild in child.rights:
                if grandchild.dep_ == "prep" and (child.lower_, grandchild.lower_) != ("as", "of"):  # "as of May"
                    yield grandchild


_NAMED: dict[str, Frame] = {
    "clause": clause,
    "gerund": gerund,
    "infinitive": infinitive,
    "person-to": person_to,
    "as": as_predicate,
    "object": object_phrase,
    "relative": relative,
}


def frame_of(name: str) -> Frame:
    """The frame that a cue list calls ``name``: a frame of this module, "object+WORD", or a preposition."""
    if name in _NAMED:
        return _NAMED[name]
    if name.startswith("object+"):
        return object_and(name.removeprefix("object+"))
    return preposition(name)


def hearsay(cue: Token) -> Extent | None:
    """The subject of a passive with its to-clause: "The firm is said to have sold them"."""
    subject = next((c for c in cue.lefts if c.dep_ == "nsubjpass"), None)
    clause_ = next((c for c in cue.rights if c.dep_ == "xcomp" and _is_infinitive(c)), None)
    if subject is None or clause_ is None:
        return None
    return noun_extent(subject)[0], clause_.right_edge.i + 1


def charge(cue: Token) -> Extent | None:
    """What somebody is accused of, in the passive: "was accused by teachers of grading by length"."""
    for child in cue.rights:
        if child.dep_ == "agent" and cue.lemma_ == "accuse":
            for below in child.subtree:  # the parse may hang the charge on the accuser
                if below.lower_ == "of" and below.right_edge.i > below.i:
                    return below.i, below.right_edge.i + 1
        if child.dep_ == "prep" and child.lower_ in _CHARGED_WITH and child.right_edge.i > child.i:
            return child.i, child.right_edge.i + 1
    return None
