"""Rules about roles: the entry's operators and developers, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.databank.findings import Finding
from extractor.databank.rules.subject import Subject
from extractor.databank.vocabularies import fold

ROLE_FIELDS = ("operator", "developer")


def roles_and_entry_agree(subject: Subject) -> Iterator[Finding]:
    """Each operator and developer of a draft has a record of that role, with who says so."""
    if subject.draft is None:
        return
    known = {(role["role"], fold(role["actor"])) for role in subject.draft.get("roles", [])}
    for field in ROLE_FIELDS:
        for at, name in subject.texts(field):
            if (field, fold(name)) not in known:
                message = f"“{name}” is an {field}" if field == "operator" else f"“{name}” is a {field}"
                yield Finding(at, name, "roles", f"{message}, but no role record says so.", severity=subject.untouched)


def denied_roles_open(subject: Subject) -> Iterator[Finding]:
    """A role that is only denied is not left to stand as plain fact."""
    if subject.draft is None:
        return
    denied = {(r["role"], fold(r["actor"])) for r in subject.draft.get("roles", []) if r["status"] == "denied"}
    for field in ROLE_FIELDS:
        for at, name in subject.texts(field):
            if (field, fold(name)) in denied:
                message = f"All that the report says of “{name}” as {field} is a denial: look again."
                yield Finding(at, name, "denied-role", message, severity="warning")
