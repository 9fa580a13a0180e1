"""The roles component: writes ``doc._.roles``.

1. Candidates: every actor, the known makers of named systems, classes of people; for the system also products.
2. Each is measured (features.py), a small encoder reads heading and opening (reader.py), and both score it as
   operator, developer and system (model.py).
3. The best are accepted by threshold; the rest stay as candidates (``accepted=False``).
4. Who asserts and who denies a part comes from the claims; the status follows from it.
5. Every other actor gets a part by rule (others.py): source, critic, regulator, supplier, harmed party or other.

A role "system" carries a system's name in ``actor``. Reporting media and the publisher never operate or develop
unless the words say that they do.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.pipeline.actors.known import KnownNames, shipped_names
from extractor.pipeline.annotations import Role, Statement, TextSpan, register_extensions
from extractor.pipeline.claims.contested import status_of
from extractor.pipeline.heading import heading_of
from extractor.pipeline.precedents import Precedents, shipped_precedents
from extractor.pipeline.roles.candidates import party_candidates, system_candidates
from extractor.pipeline.roles.cues import RoleCues, load_cues
from extractor.pipeline.roles.features import Measured, measure, scene_of
from extractor.pipeline.roles.model import RoleModel, load_models
from extractor.pipeline.roles.others import fits, other_role
from extractor.pipeline.roles.reader import load_role_reader
from extractor.pipeline.roles.selection import (
    LEAST,
    best_first,
    held_back,
    is_called,
    is_nobody,
    least_stated,
    repeats,
    select,
)
from extractor.pipeline.roles.statements import statements_of
from extractor.pipeline.roles.unsaid import leave_open_what_is_unsaid
from extractor.shipped import shipped_path

WORTH_LISTING = 0.03
"""Candidates below this score are not worth an editor's look."""
LISTED = 6
"""How many candidates a role keeps beside the accepted ones."""


class RolesComponent:
    """Scores every candidate in every role."""

    def __init__(self, known: KnownNames, models: dict[str, RoleModel], precedents: Precedents) -> None:
        self.known = known
        self.precedents = precedents
        self.models = models
        self.cues = load_cues()
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.roles``: accepted values best first, then candidates, then the other actors' parts."""
        text = doc.text
        statements = statements_of(doc, text)
        near = self.precedents.near(doc)
        scene = scene_of(doc, text, statements, self.cues, near)
        parties = measure(party_candidates(doc, text, self.known, self.cues), scene, self.known, self.cues)
        systems = measure(system_candidates(doc, self.known, near), scene, self.known, self.cues)
        fitting = {
            **{role: [m for m in parties if fits(m, role, statements)] for role in ("operator", "developer")},
            "system": systems,
        }
        candidates = {role: [one.candidate for one in measured] for role, measured in fitting.items()}
        read = load_role_reader().read(heading_of(doc._.report), text, candidates)
        roles: list[Role] = []
        sentences = _Sentences()
        for role, measured in fitting.items():
            roles += self._roles(doc, text, role, list(zip(measured, read[role], strict=True)), statements, sentences)
        leave_open_what_is_unsaid(roles)
        roles += _others(doc, text, parties, roles)
        doc._.roles = roles
        return doc

    def _roles(
        self,
        doc: Doc,
        text: str,
        role: str,
        fitting: list[tuple[Measured, float | None]],
        statements: dict[tuple[str, str], list[Statement]],
        sentences: _Sentences,
    ) -> list[Role]:
        model = self.models[role]
        fitting = sorted(fitting, key=lambda pair: pair[0].candidate.mentions[0].start)
        measured = [one for one, _ in fitting]
        scores = held_back(role, measured, model.score(measured, [read for _, read in fitting]).tolist())
        ranked = best_first(role, [one.candidate.name for one in measured], scores)
        names = [(name, score) for _, name, score in ranked]
        stated = [least_stated(role, measured[which].numbers) for which, _, _ in ranked]
        called = [is_called(role, measured[which].numbers) for which, _, _ in ranked]
        accepted = select(names, model.threshold, model.relative, model.most, stated, LEAST.get(role, 1.0), called)
        found: list[Role] = []
        for at, (which, name, score) in enumerate(ranked):
            one, candidate = measured[which], measured[which].candidate
            said = statements.get((name, role), [])
            take = at in accepted
            again = any(repeats(name, names[other][0]) for other in accepted)
            if not take and not said and (again or score < WORTH_LISTING or len(found) >= LISTED):
                continue
            denied = _denials(name, statements) if role != "system" else []
            inferred = candidate.origin not in ("actor", "system", "product")
            found.append(
                Role(
                    actor=name,
                    role=role,
                    score=round(model.calibrated(score, at == 0, stated[at] > 0), 3),
                    evidence=_evidence(doc, text, candidate.mentions, role, self.cues, denied, sentences),
                    by=f"roles.{candidate.origin}" if inferred else "roles.model",
                    inferred=inferred,
                    status=status_of(said),
                    statements=said,
                    why=_why(one) if inferred else None,
                    accepted=take,
                )
            )
        return found


def _why(measured: Measured) -> str:
    candidate = measured.candidate
    if candidate.origin == "maker" and candidate.system:
        return f"databank row {candidate.why}: {candidate.name} makes {candidate.system.name}"
    if candidate.origin == "inferred" and candidate.actor:
        return f"databank row {candidate.why}: {candidate.name} is a system of {candidate.actor.name}"
    words = ", ".join(dict.fromkeys(span.text.lower() for span in candidate.mentions[:20]))
    if is_nobody(candidate.name):
        return f"the report does not say who; it speaks of: {words}"
    return f"no name is given; the text speaks of: {words}"


def _denials(name: str, statements: dict[tuple[str, str], list[Statement]]) -> list[TextSpan]:
    """Where the text denies an actor's part, whichever."""
    both = (said for role in ("operator", "developer") for said in statements.get((name, role), ()))
    return [said.span for said in both if said.holds == "denies"]


class _Sentences:
    """The words of a Doc's sentences, each read once: (lemmas, words as they stand), in lower case."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def words(self, sentence: Span) -> tuple[frozenset[str], frozenset[str]]:
        if sentence.start not in self._kept:
            tokens = list(sentence)
            lemmas = frozenset(token.lemma_.lower() for token in tokens)
            self._kept[sentence.start] = lemmas, frozenset(token.lower_ for token in tokens)
        return self._kept[sentence.start]


def _evidence(
    doc: Doc,
    text: str,
    mentions: list[TextSpan],
    role: str,
    cues: RoleCues,
    denied: list[TextSpan],
    sentences: _Sentences,
) -> list[TextSpan]:
    """The sentence that says most: one with a fitting verb, else one on the technology, else the first.

    A sentence that denies the actor's part is shown only where there is no other.
    """
    verbs = cues.verbs.get(role, frozenset())
    best: tuple[int, int, TextSpan] | None = None
    for order, mention in enumerate(mentions[:40]):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            continue
        sentence = span.sent
        lemmas, words = sentences.words(sentence)
        weight = 2 * (not verbs.isdisjoint(lemmas)) + (not cues.technology.isdisjoint(words))
        weight -= 4 * any(d.start < sentence.end_char and sentence.start_char < d.end for d in denied)
        if best is None or weight > best[0]:
            start = sentence.start_char
            end = start + len(text[start : sentence.end_char].rstrip())
            best = (weight, order, TextSpan.cut(text, min(start, mention.start), max(end, mention.end)))
    return [best[2]] if best else mentions[:1]


def _others(doc: Doc, text: str, parties: list[Measured], roles: list[Role]) -> list[Role]:
    placed = {role.actor for role in roles if role.accepted}
    numbers = {m.candidate.name: m.numbers for m in parties}
    found = []
    for actor in doc._.actors:
        if actor.name in placed:
            continue
        role, rule = other_role(actor, numbers.get(actor.name, {}))
        found.append(Role(actor.name, role, 0.5, actor.mentions[:1], rule))
    return found


@Language.factory(
    "extractor_roles", assigns=["doc._.roles"], requires=["doc._.actors", "doc._.systems", "doc._.claims"]
)
def make_roles(nlp: Language, name: str) -> RolesComponent:
    """Make the component with the shipped table of names and the shipped weights."""
    return RolesComponent(shipped_names(), load_models(shipped_path("models/roles.json")), shipped_precedents())
