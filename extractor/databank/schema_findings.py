"""Schema errors as findings in plain words, with the nearest valid terms instead of every allowed value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extractor.databank.findings import Finding
from extractor.databank.pointers import pointer_of
from extractor.databank.schema import draft_validator, entry_validator, load_schema
from extractor.databank.vocabularies import vocabulary
from extractor.errors import UsageError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_KINDS = {
    "string": "text", "array": "a list", "object": "an object with named fields", "null": "null", "number": "a number",
    "integer": "a whole number", "boolean": "true or false",
}  # fmt: skip
_SHOWN = 60
"""A value longer than this many characters is cut in a message; the finding itself holds all of it."""


def entry_findings(entry: dict[str, Any], under: str = "") -> Iterator[Finding]:
    """What schema.json has against an entry."""
    for error in entry_validator().iter_errors(entry):
        # The duplicates rule says the same of each value, with its place.
        if error.validator != "uniqueItems":
            yield from _findings(_deepest(error), under)


def draft_findings(draft: dict[str, Any]) -> Iterator[Finding]:
    """What draft.schema.json has against a draft, its entry left aside."""
    for error in draft_validator().iter_errors(draft):
        yield from _findings(_deepest(error), "")


def show(value: Any) -> str:
    """A value as it stands in a message: short, on one line."""
    text = " ".join(value.split()) if isinstance(value, str) else repr(value)
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def title_of(at: str) -> str:
    """The title of the field that a pointer leads to, as an editor knows it."""
    schema: Any = load_schema()
    title = at.rsplit("/", 1)[-1] or "entry"
    for step in at.removeprefix("/entry").split("/")[1:]:
        if not step.isdigit():
            schema = schema.get("properties", schema.get("items", {}).get("properties", {})).get(step, {})
            title = schema.get("title", step)
    return title


def _deepest(error: ValidationError) -> ValidationError:
    """Of "either this or null", the error of the branch that is about the kind of value there is."""
    while error.context and isinstance(error.instance, str):
        fitting = [inner for inner in error.context if inner.validator != "type"]
        if not fitting:
            break
        error = fitting[0]
    return error


def _findings(error: ValidationError, under: str) -> Iterator[Finding]:
    at = under + pointer_of(error.absolute_path)
    value = error.instance
    name = title_of(at)
    if error.validator == "enum" and isinstance(value, str):
        yield _not_a_term(at, name, value, error)
    elif error.validator in ("type", "anyOf", "enum"):
        yield Finding(at, value, "kind", f"{name} must be {_wanted(error)}, not {_kind(value)}.")
    elif error.validator == "required":
        missing = [key for key in error.validator_value if isinstance(value, dict) and key not in value]
        yield from (
            Finding(f"{at}/{key}", None, "missing", f"{title_of(f'{at}/{key}')} is missing.") for key in missing
        )
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in sorted(set(value) - set(known), key=str):
            close = _close(str(key), list(known))
            yield Finding(
                f"{at}{pointer_of([key])}", value[key], "unknown-field", f"{show(key)} is not a field here.", close
            )
    elif error.validator in ("minimum", "maximum"):
        yield Finding(at, value, "range", f"{name} must lie between 0 and 1." if "confidence" in at else error.message)
    else:
        yield Finding(at, value, "format", _format_message(at, name, value))


def _not_a_term(at: str, name: str, value: str, error: ValidationError) -> Finding:
    try:
        field = vocabulary().field(at)
    except UsageError:
        allowed = [str(term) for term in error.validator_value]
        return Finding(at, value, "vocabulary", f"{show(value)} is none of: {', '.join(allowed)}.", tuple(allowed[:3]))
    meant = vocabulary().canonical(field, value)
    nearest = vocabulary().nearest(field, value)
    if meant:
        return Finding(
            at, value, "vocabulary", f"{show(value)} is written {' and '.join(map(show, meant))} under {name}.", nearest
        )
    return Finding(at, value, "vocabulary", f"{show(value)} is not a term of {name}.", nearest)


def _wanted(error: ValidationError) -> str:
    """The kinds of value that would do, in words; a term of a vocabulary is text."""
    kinds: list[str] = []
    for branch in error.context or [error]:
        wanted = branch.validator_value if branch.validator == "type" else "string"
        kinds += [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(_KINDS.get(kind, kind) for kind in dict.fromkeys(kinds))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = ((str, "text"), (list, "a list"), (dict, "an object"), (int, "a number"), (float, "a number"))
    return next(
        (name for kind, name in kinds if isinstance(value, kind)), "null" if value is None else type(value).__name__
    )


def _format_message(at: str, name: str, value: Any) -> str:
    if isinstance(value, str) and not value.strip():
        return f"{name} is blank: give a value or leave the field empty."
    if at.endswith(("/occurred", "/released", "/published", "/last_updated")):
        return f"{show(value)} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD."
    if at.endswith("sha256"):
        return f"{show(value)} is not a SHA-256 in 64 hexadecimal digits."
    if at.endswith("/url"):
        return f"{show(value)} is not an http or https address."
    return f"{show(value)} does not have the form that {name} must have."


def _close(word: str, known: list[str]) -> tuple[str, ...]:
    from rapidfuzz import process

    return tuple(name for name, score, _ in process.extract(word[:100], known, limit=3) if score >= 60)
