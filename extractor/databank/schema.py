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
    from jsonschema import Draft202012Validator

    return Draft202012Validator(load_schema())


@cache
def draft_validator() -> Draft202012Validator:
    """The validator of what a draft holds around its entry."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(DRAFT_SCHEMA.read_text(encoding="utf-8")))
