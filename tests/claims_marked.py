"""Sentences with inline marks as the specification of claims: ``{S1|speaker} {C1|cue} {X1|content}``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractor.evaluate.claims import read_marked
from extractor.pipeline import make_doc
from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.component import ClaimsComponent
from extractor.report import Report


@dataclass(frozen=True)
class Marked:
    """What a marked sentence says should be found: (speaker, cue, content) as texts, in order of their numbers."""

    text: str
    statements: list[tuple[str | None, str | None, str]]


def read(marked: str) -> Marked:
    """Take the marks out of a text."""
    row = read_marked({"text": marked, "claims": []})
    text = row["text"]

    def words(spans: list[list[int]]) -> str | None:
        return text[spans[0][0] : spans[-1][1]] if spans else None

    return Marked(
        text,
        [(words(a["source"]), words(a["cue"]), words(a["content"]) or "") for a in row["attributions"]],
    )


def analyse(nlp: Language, text: str, actors: dict[str, str] | None = None) -> Doc:
    """The text parsed by the base model, with the actors given (name -> kind), and its claims."""
    doc = nlp(make_doc(nlp, Report.from_text(text)))
    for name, kind in (actors or {}).items():
        forms = [name, name.split()[-1]] if kind == "person" else [name]
        pattern = "|".join(rf"\b{re.escape(form)}\b" for form in forms)
        mentions = [TextSpan.cut(text, m.start(), m.end()) for m in re.finditer(pattern, text)]
        if mentions:
            doc._.actors.append(Actor(name=name, kind=kind, mentions=mentions))
    return ClaimsComponent(nlp, "claims")(doc)


def claims_of(nlp: Language, text: str, actors: dict[str, str] | None = None) -> list[Claim]:
    """The claims of a text."""
    return list(analyse(nlp, text, actors)._.claims)


def as_texts(claim: Claim) -> tuple[str | None, str | None, str]:
    """A claim as ``Marked`` has it."""
    return (claim.speaker.text if claim.speaker else None, claim.cue.text if claim.cue else None, claim.content.text)
