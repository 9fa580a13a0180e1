"""What was left empty, and why."""

from __future__ import annotations

from spacy.tokens import Doc

from extractor.drafting.builder import DraftBuilder, pointer_of
from extractor.drafting.wording import load_wording


def explain_empty(build: DraftBuilder, doc: Doc) -> None:
    """Give every empty field its reason, with the doubtful candidates an editor may pick from."""
    wording = load_wording()
    for field, reason in wording["empty"].items():
        if build.get(field):
            continue
        pointer = pointer_of(field)
        known = build.candidates.get(pointer, [])
        if known:
            shown = ", ".join(f"{one['value']} ({one['confidence']:.2f})" for one in known)
            build.empty[pointer] = wording["candidates"]["listed"].format(reason=reason, candidates=shown)
        else:
            build.empty[pointer] = reason
