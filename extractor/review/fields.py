"""The entry's fields in databank order, as the review shows them: what kind of value each takes, and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.databank.schema import load_schema
from extractor.drafting.records import HARM_KINDS, empty_entry

NAMES = ("operator", "developer", "system")
LONG = ("description", "risks_and_harms", "transparency_notes")
DATES = ("occurred", "released", "published", "last_updated")
DATE_PATTERN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
LONGEST_VALUE = 20_000
"""Characters an editor may put into one value."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the entry.

    pointer: JSON pointer into the entry ("/harms/individual"). name: its dotted name ("harms.individual").
    kind: "text", "long", "name", "term", "free", "link" or "date". many: whether it takes several values.
    """

    pointer: str
    name: str
    label: str
    help: str
    kind: str
    many: bool

    @property
    def is_role(self) -> bool:
        """Whether its values are actors with a role record of the field's name."""
        return self.name in ("operator", "developer")


@cache
def all_fields() -> tuple[Field, ...]:
    """Every field of the entry, in databank order."""
    found: list[Field] = []
    properties = load_schema()["properties"]
    terms = {name for name, body in load_schema()["$defs"].items() if "enum" in body}
    for name, empty in empty_entry().items():
        if name == "harms":
            for kind in HARM_KINDS:
                about = properties["harms"]["properties"][kind]
                found.append(_field(f"harms.{kind}", about, True, terms))
        else:
            found.append(_field(name, properties[name], isinstance(empty, list), terms))
    return tuple(found)


def _field(name: str, about: dict[str, Any], many: bool, terms: set[str]) -> Field:
    if name in terms:
        kind = "term"
    elif name in NAMES:
        kind = "name"
    elif name in LONG:
        kind = "long"
    elif name in DATES:
        kind = "date"
    elif name == "research_advocacy":
        kind = "link"
    else:
        kind = "free" if many else "text"
    label, text = str(about.get("title", name)), str(about.get("description", ""))
    return Field("/" + name.replace(".", "/"), name, label, text, kind, many)


def field_of(pointer: str) -> Field:
    """The field that a pointer of a value or of a field lies in. Raises KeyError."""
    for field in all_fields():
        if pointer == field.pointer or (field.many and re.fullmatch(re.escape(field.pointer) + r"/\+?\d+", pointer)):
            return field
    raise KeyError(pointer)


def value_in(entry: dict[str, Any], field: Field) -> Any:
    """What an entry has in a field."""
    value: Any = entry
    for step in field.name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def put_value(entry: dict[str, Any], field: Field, value: Any) -> None:
    """Set a field of an entry that has the shape of ``empty_entry``."""
    *path, key = field.name.split(".")
    for step in path:
        entry = entry[step]
    entry[key] = value


def words_of(value: Any) -> str:
    """A value as an editor reads it in one line."""
    if isinstance(value, dict):
        return str(value.get("title", "")) + (f" ({value['url']})" if value.get("url") else "")
    return "" if value is None else str(value)
