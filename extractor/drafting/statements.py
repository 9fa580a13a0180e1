"""Roles and claims of a Doc as the JSON records of a draft."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from extractor.pipeline.annotations import Claim, Role, TextSpan


def roles_of(doc: Doc) -> list[dict[str, Any]]:
    """Every actor's part with its status and who asserts or denies it, in the order of the roles component."""
    report = doc._.report.id
    return [_role(role, report) for role in doc._.roles if role.role != "system" and (role.accepted or role.statements)]


def claims_of(doc: Doc) -> list[dict[str, Any]]:
    """Every attributed statement of the text, in text order."""
    report = doc._.report.id
    return [_claim(claim, report) for claim in sorted(doc._.claims, key=lambda c: c.content.start)]


def _span(span: TextSpan | None) -> dict[str, Any] | None:
    return None if span is None else {"text": span.text, "start": span.start, "end": span.end}


def _role(role: Role, report: str) -> dict[str, Any]:
    return {
        "actor": role.actor,
        "role": role.role,
        "status": role.status,
        "confidence": round(float(role.score), 3),
        "inferred": role.inferred,
        "statements": [
            {"by": s.by, "holds": s.holds, "text": s.span.text, "start": s.span.start, "end": s.span.end,
             "report": report, "inferred": s.inferred}
            for s in role.statements
        ],
    }  # fmt: skip


def _claim(claim: Claim, report: str) -> dict[str, Any]:
    speaker = _span(claim.speaker)
    return {
        "speaker": None if speaker is None else {**speaker, "actor": claim.actor},
        "cue": _span(claim.cue),
        "content": _span(claim.content),
        "stance": claim.stance,
        "polarity": claim.polarity,
        "hedges": list(claim.hedges),
        "quoted": claim.quoted,
        "about": [{"kind": a.kind, "name": a.name, "relation": a.relation, "negated": a.negated} for a in claim.about],
        "reported_by": claim.reported_by,
        "report": report,
    }
