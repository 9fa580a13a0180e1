"""schema.json: read once, and its validator built once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.shipped import shipped_path

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

DRAFT_SCHEMA = Path(__file__).with_name("draft.schema.json")


@cache
def load_schema() -> dict[str, Any]:
    """The entry's JSON Schema (draft 2020-12). Do not change what is returned."""
    schema: dict[str, Any] = json.loads(shipped_path("schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def entry_validator() -> Draft202012Validator:
    """The validator of an entry."""
    return _validator(load_schema())


@cache
def draft_validator() -> Draft202012Validator:
    """The validator of what a draft holds around its entry."""
    return _validator(json.loads(DRAFT_SCHEMA.read_text(encoding="utf-8")))


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    shape = {name: part for name, part in schema.items() if name != "$defs"}
    return Draft202012Validator(_inlined(shape, schema["$defs"]))


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with its definitions in place of its references: a draft has hundreds, and each costs a search."""
    if isinstance(part, list):
        return [_inlined(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    own = {name: _inlined(value, definitions) for name, value in part.items() if name != "$ref"}
    if "$ref" not in part:
        return own
    return {**_inlined(definitions[part["$ref"].removeprefix("#/$defs/")], definitions), **own}
