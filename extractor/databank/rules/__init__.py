"""The rules that a schema cannot express: one small generator each, all with one signature.

A rule takes a Subject and yields Findings. It yields nothing for what is not its business, such as an entry on its own
when it is about evidence, or a value of the wrong kind, which the schema has already reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.databank.findings import Finding
from extractor.databank.rules.dates import dates_exist, dates_in_order, occurred_before_told
from extractor.databank.rules.evidence import (
    confidence_is_probability,
    pages_right,
    pointers_resolve,
    quotes_true,
    values_supported,
)
from extractor.databank.rules.records import reports_listed_once
from extractor.databank.rules.roles import denied_roles_open, roles_and_entry_agree
from extractor.databank.rules.subject import Subject
from extractor.databank.rules.values import links_safe, no_duplicates, text_printable

Rule = Callable[[Subject], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    text_printable, no_duplicates, links_safe, dates_exist, dates_in_order, occurred_before_told, reports_listed_once,
    confidence_is_probability, quotes_true, pages_right, pointers_resolve, values_supported,
    roles_and_entry_agree, denied_roles_open,
)  # fmt: skip

__all__ = ["RULES", "Rule", "Subject"]
