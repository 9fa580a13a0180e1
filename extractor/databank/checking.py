"""check: everything that is wrong with an entry or a draft, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractor.databank.findings import Finding
from extractor.databank.rules import RULES, Subject
from extractor.databank.schema_findings import draft_findings, entry_findings
from extractor.report import Report


def check(data: Any, reports: Mapping[str, Report] | None = None) -> list[Finding]:
    """Check an entry, or a draft (recognised by its "entry" key), in the shapes of schema.json and ``Draft.to_dict``.

    reports: the reports by id; quotes of those given are compared with their text, character by character.
    Returns findings in the order of the schema, then of the rules; none of severity "error" means valid. Never raises
    for bad data, whatever its shape.
    """
    try:
        return _once(_check(data, reports or {}))
    except RecursionError:
        return [Finding("", None, "shape", "This is no entry: it is nested too deeply.")]


def _check(data: Any, reports: Mapping[str, Report]) -> list[Finding]:
    if not isinstance(data, dict):
        return [Finding("", data, "shape", "This is not an entry: it must be an object with named fields.")]
    if "entry" not in data:
        found = list(entry_findings(data))
        subject = Subject(entry=data)
    else:
        found = list(draft_findings(data))
        sound = not found
        entry = data["entry"] if isinstance(data["entry"], dict) else {}
        found += entry_findings(entry, under="/entry") if isinstance(data["entry"], dict) else []
        # Rules about evidence and roles rely on the shapes that draft.schema.json has just vouched for.
        subject = Subject(entry=entry, draft=data if sound else None, under="/entry", reports=reports)
    for rule in RULES:
        found.extend(rule(subject))
    return found


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that keep a draft from being stored."""
    return [finding for finding in findings if finding.severity == "error"]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without those that say the same of the same place."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for finding in findings:
        key = (finding.pointer, finding.rule, finding.message)
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept
