"""A draft for people to read: values with confidence in words and the words of the report that support them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extractor.cli.output import clean, console, one_line
from extractor.drafting.records import Draft, Evidence
from extractor.pipeline.precedents import entries_like
from extractor.report import Report
from extractor.store import confidence_words

AROUND = 70
"""Characters of the report shown on either side of a quote."""
LONGEST_QUOTE = 280
"""Characters of a quote shown before it is cut in the middle."""

_LABELS = {"research_advocacy": "Research, advocacy"}


def print_draft(draft: Draft, reports: Mapping[str, Report], *, every: bool = False) -> None:
    """Print a draft. reports: by id, for the words around each quote. every: all evidence and all claims."""
    out = console()
    _print_head(out, draft)
    _print_similar(out, reports)
    for label, pointer, value in values_of(draft.entry):
        if pointer == "/headline":
            continue
        _print_value(out, draft, reports, label, pointer, value, every)
    _print_roles(out, draft)
    _print_claims(out, draft, every)
    _print_empty(out, draft)


def values_of(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(label, JSON pointer, value) of everything filled, in the databank's order."""
    for field, value in entry.items():
        label = _LABELS.get(field, field.replace("_", " ").capitalize())
        yield from _values(label, f"/{field}", value)


def _values(label: str, pointer: str, value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _values(label, f"{pointer}/{number}", each)
    elif isinstance(value, dict) and "url" in value:
        yield label, pointer, f"{value.get('title') or ''} {value['url']}".strip()
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _values(f"{label}, {key}", f"{pointer}/{key}", each)
    elif value not in (None, ""):
        yield label, pointer, str(value)


def _print_head(out: Console, draft: Draft) -> None:
    out.print(Text(one_line(draft.entry.get("headline") or "(no headline)"), style="bold"))
    out.print(Text(f"{draft.id} · {draft.status.replace('_', ' ')}", style="dim"))
    for report in draft.reports:
        known = [report.get(name) for name in ("publisher", "author", "published", "url")]
        out.print(Text(" · ".join(one_line(each) for each in known if each) or report["id"], style="dim"))
        for warning in report.get("warnings", ()):
            out.print(Text(f"Warning: {one_line(warning)}", style="yellow"))


def _print_similar(out: Console, reports: Mapping[str, Report]) -> None:
    found = entries_like(reports.values())
    if found:
        _heading(out, "Entries of the databank that read like this; is it one of them?")
        for one in found:
            out.print(Text(f"  {one.id}: {one_line(one.headline)}"))


def _print_value(
    out: Console, draft: Draft, reports: Mapping[str, Report], label: str, pointer: str, value: str, every: bool
) -> None:
    found = draft.evidence.get(pointer, [])
    line = Text()
    line.append(f"{label}: ", style="cyan")
    paragraphs = clean(value).split("\n\n")
    line.append(one_line(paragraphs[0]), style="bold")
    remarks = []
    if pointer in draft.confidence:
        remarks.append(f"{confidence_words(draft.confidence[pointer])}, {draft.confidence[pointer]:.2f}")
    if any(each.inferred for each in found):
        remarks.append("inferred")
    if contested := _status(draft, pointer, value):
        remarks.append(contested)
    if remarks:
        line.append(f"  ({'; '.join(remarks)})", style="dim")
    out.print(Text())
    out.print(line)
    for paragraph in paragraphs[1:]:
        out.print(Text(one_line(paragraph), style="bold"))
    for evidence in found if every else found[:1]:
        out.print(
            Padding(
                _quote(evidence, reports.get(evidence.report), marked=not out.is_terminal), (0, 0, 0, 2), expand=False
            )
        )
    if not every and len(found) > 1:
        out.print(Text(f"  and {len(found) - 1} more (extractor show {draft.id} --all)", style="dim"))


def _status(draft: Draft, pointer: str, value: str) -> str:
    """The status of an operator's or developer's role, unless it is simply asserted."""
    field = pointer.split("/")[1]
    for role in draft.roles:
        if role.get("role") == field and role.get("actor") == value and role.get("status") != "asserted":
            return str(role["status"])
    return ""


def _quote(evidence: Evidence, report: Report | None, *, marked: bool) -> Text:
    """The quote among the words around it, with page, offsets, and what decided when the value is inferred.

    marked: put the quote in brackets, where it cannot be underlined.
    """
    shown = Text()
    before = after = ""
    if report is not None:
        # Passages end where blank lines are: words beyond would only confuse.
        before = re.split(r"\n\s*\n", report.text[max(0, evidence.start - AROUND) : evidence.start])[-1]
        after = re.split(r"\n\s*\n", report.text[evidence.end : evidence.end + AROUND])[0]
        if evidence.start > len(before) and len(before) == AROUND:
            before = "… " + before.partition(" ")[2]
        if len(after) == AROUND:
            after = after.rpartition(" ")[0] + " …"
    quote = _flat(evidence.quote)
    if len(quote) > LONGEST_QUOTE:
        quote = f"{quote[: LONGEST_QUOTE // 2].rpartition(' ')[0]} … {quote[-LONGEST_QUOTE // 2 :].partition(' ')[2]}"
    shown.append("“" + _flat(before))
    shown.append(f"[{quote}]" if marked and (before or after) else quote, style="underline")
    shown.append(_flat(after) + "”")
    page = f", page {evidence.page}" if evidence.page else ""
    shown.append(f"  {evidence.start}-{evidence.end}{page}", style="dim")
    if evidence.inferred and evidence.why:
        shown.append(f"  inferred: {one_line(evidence.why)}", style="dim")
    return shown


def _flat(text: str) -> str:
    """Clean text on one line that keeps a space at either end, where the quote joins the words around it."""
    return re.sub(r"\s+", " ", clean(text))


def _print_roles(out: Console, draft: Draft) -> None:
    disputed = [role for role in draft.roles if role.get("status") != "asserted"]
    if not disputed:
        return
    _heading(out, "Contested or denied roles")
    for role in disputed:
        out.print(Text(f"  {one_line(role['actor'])} as {role['role']}: {role['status']}"))
        for statement in role.get("statements", ()):
            by = one_line(statement.get("by") or "the report") + (" (inferred)" if statement.get("inferred") else "")
            out.print(
                Padding(
                    Text(f"{by} {one_line(statement['holds'])}: “{one_line(statement['text'])}”"),
                    (0, 0, 0, 4),
                    expand=False,
                )
            )


def _print_claims(out: Console, draft: Draft, every: bool) -> None:
    if not draft.claims:
        return
    _heading(out, f"Claims ({len(draft.claims)})")
    if every:
        for claim in draft.claims:
            line = f"{_speaker(claim)} {claim['stance']}: “{one_line(claim['content']['text'])}”"
            out.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
        return
    counted = Counter((_speaker(claim), claim["stance"]) for claim in draft.claims)
    by_speaker: dict[str, list[str]] = {}
    for (speaker, stance), times in counted.most_common():
        by_speaker.setdefault(speaker, []).append(stance if times == 1 else f"{stance} ×{times}")
    for speaker, stances in by_speaker.items():
        out.print(Text(f"  {speaker}: {', '.join(stances)}"))


def _speaker(claim: Mapping[str, Any]) -> str:
    speaker = claim.get("speaker")
    return one_line(speaker.get("actor") or speaker["text"]) if speaker else "(nobody named)"


def _print_empty(out: Console, draft: Draft) -> None:
    if not draft.empty:
        return
    _heading(out, "Left empty")
    for pointer, why in draft.empty.items():
        label = pointer.strip("/").replace("/", ", ").replace("_", " ").capitalize()
        line = Text(f"  {label}: ", style="cyan")
        line.append(one_line(why), style="default")
        out.print(line)


def _heading(out: Console, text: str) -> None:
    out.print(Text())
    out.print(Text(text, style="bold cyan"))
