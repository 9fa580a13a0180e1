"""The disputes component: whose part in the matter a report disputes, in whatever words, with the sentence that does.

The rules of the claims know the usual wordings of denials. This component reads for the others: sentences whose words
are those of denials are read with their neighbours by a small trained encoder, which judges each actor named there.
Figures, weaknesses and what was tried are in models/README.md.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.pipeline.annotations import Actor, Claim, Dispute, TextSpan, register_extensions
from extractor.pipeline.claims.stated import UNDECIDED, name_of
from extractor.pipeline.disputes.model import ROLES, DisputesModel, load_disputes
from extractor.pipeline.disputes.standing import standing
from extractor.pipeline.disputes.windows import Window


@Language.factory("extractor_disputes", assigns=["doc._.disputes"], default_config={"folder": None})
class DisputesComponent:
    """Writes ``doc._.disputes``. Needs sentences and actors; uses the claims to say who disputes."""

    def __init__(self, nlp: Language, name: str, folder: str | None = None) -> None:
        """The component as spaCy makes it from models/config.cfg. folder: another models folder."""
        register_extensions()
        self.name = name
        self.model: DisputesModel = load_disputes(Path(folder) if folder else None)

    def __call__(self, doc: Doc) -> Doc:
        """Judge the actors around every suspicious sentence of a parsed Doc; the highest score of each part stays."""
        best: dict[tuple[str, str], Dispute] = {}
        if doc._.actors:
            for sent, window in self.model.windows(doc):
                judged = [(a, dict(zip(ROLES, scores, strict=True))) for a, scores in self.model.judge(window)]
                for actor, scores in standing(doc, window, judged, self.model.accept):
                    for role, score in scores.items():
                        known = best.get((actor.name, role))
                        if known is None or score > known.score:
                            verdict = self.model.verdict(score)
                            told = _told(doc, denying(doc, window, sent, actor))
                            best[actor.name, role] = Dispute(actor.name, role, score, verdict, *told)
        doc._.disputes = list(best.values())
        return doc


def denying(doc: Doc, window: Window, sent: Span, actor: Actor) -> Span:
    """The sentence of a window that an editor should read: the suspicious one, or a negated one that names the actor.

    The latter where the suspicious one negates nothing: "Europol was not involved. Hackers used voice software."
    """
    if _negates(doc, sent):
        return sent
    inside = doc.char_span(window.start, window.end, alignment_mode="expand").sents
    naming = (one for one in inside if any(one.start_char <= m.start < one.end_char for m in actor.mentions))
    return next((one for one in naming if _negates(doc, one)), sent)


def _negates(doc: Doc, sent: Span) -> bool:
    return any(t.dep_ == "neg" for t in sent) or any(_is_against(claim) for claim in _claims_in(doc, sent))


def _claims_in(doc: Doc, sent: Span) -> list[Claim]:
    return [c for c in doc._.claims if c.content.start < sent.end_char and sent.start_char < c.content.end]


def _told(doc: Doc, sent: Span) -> tuple[TextSpan, str | None]:
    """The words that dispute, and who says them: a claim of the sentence, else the sentence in the report's voice."""
    claims = _claims_in(doc, sent)
    said = max(claims, key=lambda c: (_is_against(c), c.stance not in UNDECIDED, -c.content.start), default=None)
    if said is None or said.stance in UNDECIDED:
        return TextSpan.trimmed(doc.text, sent.start_char, sent.end_char), None
    return said.content, name_of(said)


def _is_against(claim: Claim) -> bool:
    return claim.stance == "denies" or claim.polarity == "negative"
