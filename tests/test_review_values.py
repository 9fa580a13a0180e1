"""What an editor may put into a field, and what is refused with which reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.databank import vocabulary
from extractor.report import Report
from extractor.review.fields import all_fields, field_of
from extractor.review.support import found_for, selected
from extractor.review.values import Refused, clean, fitting


def put(name: str, value: Any, **more: Any) -> Any:
    field = next(one for one in all_fields() if one.name == name)
    return fitting(field, value, vocabulary(), **more)


@pytest.mark.parametrize(
    ("name", "given_", "kept"),
    [
        ("headline", "  Cameras\n go  up ", "Cameras go up"),
        ("operator", "Naypyitaw Council\u202e", "Naypyitaw Council"),
        ("country", "Burma", "Myanmar"),
        ("country", "myanmar", "Myanmar"),
        ("technology", "ANPR", "Automated license plate/number recognition (ALPR/ANPR)"),
        ("description", "One.\n\n\n\nTwo.\x00", "One.\n\nTwo."),
        ("occurred", "2021-03", "2021-03"),
        ("research_advocacy", {"title": " A study ", "url": ""}, {"title": "A study", "url": None}),
        ("research_advocacy", {"title": "A", "url": "https://example.org/a"}, {"title": "A", "url": "https://example.org/a"}),
    ],
)  # fmt: skip
def test_values_are_cleaned_and_aliases_become_terms(name: str, given_: Any, kept: Any) -> None:
    assert put(name, given_) == kept


@pytest.mark.parametrize(
    ("name", "given_", "reason"),
    [
        ("country", "Atlantis the Great", "is not a term of Country"),
        ("occurred", "12 March 2021", "not a date"),
        ("occurred", "2021-02-30", "not a date"),
        ("headline", " \u200b ", "cannot be left blank"),
        ("research_advocacy", {"title": "A", "url": "javascript:alert(1)"}, "not a web address"),
        ("research_advocacy", {"title": "", "url": "https://example.org"}, "no title"),
        ("research_advocacy", "A study", "title and an address"),
        ("system", 5, "takes text"),
        ("description", "x" * 20_001, "too many"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(name: str, given_: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        put(name, given_)


def test_a_typo_is_answered_with_the_nearest_terms() -> None:
    with pytest.raises(Refused) as refused:
        put("technology", "Facial recogmition systm")
    assert "Facial recognition" in refused.value.nearest


def test_learned_aliases_are_known() -> None:
    assert (
        put("technology", "Face Scanning Poles", learned={"technology": {"face scanning poles": "Facial recognition"}})
        == "Facial recognition"
    )


@given(st.text())
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not set(once) & set("\u202e\u2066\x00\n")


@given(st.text(alphabet="ab \n\U0001f600", min_size=1), st.integers(0, 30), st.integers(0, 30))
def test_selected_evidence_is_always_the_reports_own_words(text: str, start: int, length: int) -> None:
    report = Report.from_text(text)
    try:
        found = selected([{"report": report.id, "start": start, "end": start + length}], {report.id: report})
    except Refused:
        assert start + length > len(text) or not text[start : start + length].strip()
    else:
        [one] = found
        assert text[one["start"] : one["end"]] == one["quote"] == one["quote"].strip()


def test_a_value_without_selection_finds_its_own_words_or_is_marked_as_inferred() -> None:
    report = Report.from_text("Cameras go up.\n\nThe Naypyitaw\nCouncil bought them.")
    [own] = found_for("Naypyitaw Council", (), None, {report.id: report})
    assert (own["quote"], own["inferred"]) == ("Naypyitaw\nCouncil", False)
    [opening] = found_for("Mandalay Council", (), None, {report.id: report})
    assert opening["inferred"]
    assert opening["quote"] == "Cameras go up."
    [kept] = found_for("The council", [own], "Naypyitaw Council", {report.id: report})
    assert (kept["quote"], kept["inferred"]) == ("Naypyitaw\nCouncil", True)
    assert "Naypyitaw Council" in kept["why"]


def test_pointers_name_fields_and_nothing_else() -> None:
    assert field_of("/harms/individual/0").name == "harms.individual"
    assert field_of("/operator/+12").name == "operator"
    for wrong in ("/nonsense", "/headline/0", "/operator/x", "", "/harms"):
        with pytest.raises(KeyError):
            field_of(wrong)
