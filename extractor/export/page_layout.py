"""The layout of a databank page, shared by its writer and its reader."""

from __future__ import annotations

import re

DATABANK, RISKS, TRANSPARENCY, RESEARCH, INFO = (
    "System databank 🔢", "Risks and harms 🛑", "Transparency 🙈", "Research, advocacy 🧮", "Page info",
)  # fmt: skip
SECTIONS = (DATABANK, RISKS, TRANSPARENCY, RESEARCH, INFO)
TEXT_SECTIONS = {RISKS: "risks_and_harms", TRANSPARENCY: "transparency_notes"}

BLOCKS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Operator", "operator"), ("Developer", "developer"), ("System", "system")),
    (("Released", "released"), ("Occurred", "occurred")),
    (("Country", "country"),),
    (("Sector", "sector"),),
    (("Purpose", "purpose"),),
    (("Technology", "technology"), ("Issue", "issue")),
    (("Transparency", "transparency"),),
    (("News trigger", "news_trigger"),),
    (("Individual harms", "harms.individual"), ("Societal harms", "harms.societal"),
     ("Environmental harms", "harms.environmental")),
)  # fmt: skip
"""Label and field of each line of the databank section, in blocks of lines that stand together."""

INFO_LINES = (("Type", "type"), ("Published", "published"), ("Last updated", "last_updated"))
ALWAYS = ("operator", "developer", "country", "sector", "purpose", "technology", "issue", "transparency", *(
    field for _, field in INFO_LINES
))  # fmt: skip
"""Fields whose line stands on every page; others only where they have a value."""
DATES = ("occurred", "released", "published", "last_updated")

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_SAID = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?(\d{{4}})", re.ASCII)


def say_date(date: str) -> str:
    """An ISO date as the page says it: 2024-05 is "May 2024". Anything else stays as it is."""
    parts = _ISO.fullmatch(date)
    if not parts or not 1 <= int(parts[2] or 1) <= 12:
        return date
    year, month, day = parts.groups()
    return " ".join(
        part for part in (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year) if part
    )


def read_date(said: str) -> str:
    """The ISO date that a page says: "May 2024" is 2024-05. Anything else stays as it is."""
    parts = _SAID.fullmatch(said)
    if not parts:
        return said
    day, month, year = parts.groups()
    return year + (f"-{MONTHS.index(month) + 1:02}" if month else "") + (f"-{int(day):02}" if day else "")
