"""schema.json: the entry's fields and the databank's vocabularies."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from extractor.databank import vocabulary
from extractor.databank.schema import entry_validator, load_schema
from extractor.drafting.records import empty_entry

SAMPLES = Path(__file__).parent.parent / "samples"
VOCABULARIES = {
    "type", "country", "sector", "technology", "issue", "transparency", "news_trigger",
    "harms.individual", "harms.societal", "harms.environmental",
}  # fmt: skip


def errors(**fields):
    return [error.json_path for error in entry_validator().iter_errors({"headline": "A robot errs", **fields})]


def test_it_is_a_schema_of_draft_2020_12():
    assert load_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(load_schema())


def test_it_has_the_fields_of_an_entry_in_their_order():
    assert list(load_schema()["properties"]) == list(empty_entry())
    assert list(load_schema()["properties"]["harms"]["properties"]) == list(empty_entry()["harms"])


def test_every_field_at_every_depth_has_a_title_and_a_description():
    def fields(schema):
        for name, body in schema.get("properties", {}).items():
            yield name, body
            yield from fields(body)
            yield from fields(body.get("items", {}))

    found = list(fields(load_schema()))
    assert len(found) > 20
    assert [name for name, body in found if not (body.get("title") and body.get("description"))] == []


def test_the_vocabularies_are_enums_without_a_term_twice():
    terms = {name: body["enum"] for name, body in load_schema()["$defs"].items() if "enum" in body}
    assert set(terms) == VOCABULARIES
    for words in terms.values():
        assert len({word.casefold() for word in words}) == len(words)
        assert all(word == " ".join(word.split()) for word in words)


def test_the_vocabularies_are_as_large_as_the_databanks():
    assert len(vocabulary().terms("issue")) >= 45
    assert len(vocabulary().terms("technology")) >= 100
    assert len(vocabulary().terms("country")) >= 249


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("issue", "Bias/discrimination - race"),
        ("issue", "Freedom of expression - right of assembly"),
        ("technology", "Deepfake - video"),
        ("technology", "Automated license plate/number recognition (ALPR/ANPR)"),
        ("country", "USA"),
        ("country", "UK"),
        ("country", "Hong Kong"),
        ("country", "Palestine"),
        ("country", "Taiwan"),
        ("country", "Tuvalu"),
        ("country", "EU"),
        ("country", "Global"),
    ],
)
def test_a_term_of_the_databank_is_valid(field, term):
    assert errors(**{field: [term]}) == []


@pytest.mark.parametrize("field", sorted(VOCABULARIES - {"type"}))
def test_a_word_of_ones_own_is_not(field):
    name, _, kind = field.partition(".")
    fields = {name: {kind: ["Gremlins"]}} if kind else {name: ["Gremlins"]}
    assert errors(**fields) == [f"$.{field}[0]"]


def test_the_databanks_own_example_is_valid_as_it_stands():
    entry = json.loads((SAMPLES / "naypyidaw-databank-entry.json").read_text(encoding="utf-8"))
    assert list(entry_validator().iter_errors(entry)) == []
    assert entry["developer"] == ["Huawei", "Linn IT Solution", "Naung Yoe"]


def test_only_the_headline_must_be_filled():
    assert errors(**{**empty_entry(), "headline": "x"}) == []
    assert [error.json_path for error in entry_validator().iter_errors(empty_entry())] == ["$.headline"]
    assert errors(headline=" ") == ["$.headline"]


@pytest.mark.parametrize("date", [None, "2021", "2021-03", "2021-03-12"])
def test_a_date_is_as_precise_as_the_source(date):
    assert errors(occurred=date) == []


@pytest.mark.parametrize(
    "date", ["", "21", "2021-3", "2021-13", "2021-03-00", "2021-03-32", "March 2021", "2018-2024", 2021]
)
def test_what_is_no_date_is_refused(date):
    assert errors(occurred=date) == ["$.occurred"]


def test_a_field_nobody_knows_is_refused():
    assert errors(operators=["x"]) == ["$"]


def test_a_link_is_http_or_https():
    assert (
        errors(research_advocacy=[{"title": "A study", "url": "https://example.org/a"}, {"title": "B", "url": None}])
        == []
    )
    assert errors(research_advocacy=[{"title": "A study", "url": "javascript:alert(1)"}]) == [
        "$.research_advocacy[0].url"
    ]
