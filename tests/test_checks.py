"""check: what the schema and the rules find wrong with an entry or a draft, as data."""

import ast
import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.databank import check, errors_of, vocabulary
from extractor.databank.pointers import NOTHING, pointer, resolve
from extractor.databank.rules.dates import is_date, later
from extractor.drafting.records import Draft, Evidence, empty_entry
from extractor.report import Report

SAMPLES = Path(__file__).parent.parent / "samples"
TEXT = "Cameras in Ashford\n\nThe council runs the cameras, which scan faces. Lumo denied that it supplied them."


def found(data, reports=None):
    return [(finding.pointer, finding.rule) for finding in check(data, reports)]


def entry(**fields):
    return {**empty_entry(), "headline": "Cameras in Ashford", **fields}


@pytest.fixture
def report():
    return Report.from_text(TEXT, published="2023-05-04")


@pytest.fixture
def draft(report):
    """A draft in good order: every value with its words, every role with its record."""

    def words(quote, **more):
        start = TEXT.index(quote)
        return Evidence(report.id, start, start + len(quote), quote, None, "a test", **more)

    def span(text):
        return {"text": text, "start": TEXT.index(text), "end": TEXT.index(text) + len(text)}

    return Draft(
        entry=entry(operator=["Ashford Council"], technology=["Facial recognition"], occurred="2023"),
        evidence={
            "/headline": [words("Cameras in Ashford")],
            "/operator/0": [words("The council")],
            "/technology/0": [words("scan faces")],
            "/occurred": [words("Cameras", inferred=True, why="the year of publication")],
        },
        confidence={"/operator/0": 0.8},
        empty={"/purpose": "no sentence states a purpose"},
        roles=[
            {"actor": "Ashford Council", "role": "operator", "status": "asserted", "statements": []},
            {"actor": "Lumo", "role": "supplier", "status": "denied", "statements": [
                {"by": "Lumo", "holds": "denies", **span("Lumo denied that it supplied them"), "report": report.id}]},
        ],
        claims=[{"speaker": span("Lumo"), "cue": span("denied"), "content": span("it supplied them"), "stance": "denies", "report": report.id}],
        reports=[report.summary()],
    ).to_dict()  # fmt: skip


# ---- entries


def test_the_databanks_own_example_has_nothing_wrong():
    assert check(json.loads((SAMPLES / "naypyidaw-databank-entry.json").read_text(encoding="utf-8"))) == []


def test_a_typing_slip_is_told_with_the_three_nearest_terms():
    (finding,) = check(entry(technology=["Facial recognitoin"]))
    assert (finding.pointer, finding.value, finding.rule) == ("/technology/0", "Facial recognitoin", "vocabulary")
    assert finding.nearest[0] == "Facial recognition" and len(finding.nearest) == 3
    assert finding.message == "“Facial recognitoin” is not a term of Technology."
    assert finding.severity == "error"


def test_an_alias_is_told_with_the_term_it_stands_for():
    (finding,) = check(entry(country=["Burma"]))
    assert finding.nearest[0] == "Myanmar"
    assert finding.message == "“Burma” is written “Myanmar” under Country."


def test_a_message_never_lists_every_term():
    for field in ("technology", "issue", "sector", "news_trigger"):
        (finding,) = check(entry(**{field: ["Gremlins in the works"]}))
        assert len(finding.message) < 100
        assert set(finding.nearest) <= set(vocabulary().terms(field))


@pytest.mark.parametrize(
    ("fields", "pointer", "message"),
    [
        ({"headline": None}, "/headline", "Headline must be text, not null."),
        ({"headline": "  "}, "/headline", "Headline is blank: give a value or leave the field empty."),
        ({"country": "UK"}, "/country", "Country must be a list, not text."),
        ({"type": 3}, "/type", "Type must be text or null, not a number."),
        ({"operator": [None]}, "/operator/0", "Operator must be text, not null."),
        ({"occurred": "May 2021"}, "/occurred", "“May 2021” is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD."),
        ({"operators": ["x"]}, "/operators", "“operators” is not a field here."),
        ({"harms": {"social": []}}, "/harms/social", "“social” is not a field here."),
        ({"research_advocacy": [{"url": None}]}, "/research_advocacy/0/title", "Title is missing."),
    ],
)
def test_what_the_schema_refuses_is_told_in_plain_words(fields, pointer, message):
    assert (pointer, message) in [(finding.pointer, finding.message) for finding in check(entry(**fields))]


def test_a_field_that_is_almost_right_is_told_with_the_right_one():
    (finding,) = check(entry(operatr=["x"]))
    assert finding.nearest[0] == "operator"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Meta", "Meta"], "operator"),
        (["Meta", " meta."], "developer"),
        (["Facial recognition", "Facial recognition"], "technology"),
        (["Track people", "track  people"], "purpose"),
    ],
)
def test_a_value_stands_once_in_its_field(values, field):
    assert found(entry(**{field: values})) == [(f"/{field}/1", "duplicate")]


def test_an_alias_beside_its_term_is_a_duplicate_too():
    assert ("/country/1", "duplicate") in found(entry(country=["Myanmar", "Burma"]))


def test_different_names_that_look_alike_are_not_duplicates():
    names = ["Hangzhou Municipal Health Commission", "Zhengzhou Municipal Health Commission"]
    assert check(entry(operator=names)) == []


def test_the_same_work_is_cited_once():
    works = [
        {"title": "A", "url": "https://a.org/1"},
        {"title": "B", "url": "https://a.org/1"},
        {"title": "C"},
        {"title": "c"},
    ]
    assert found(entry(research_advocacy=works)) == [
        ("/research_advocacy/1/url", "duplicate"),
        ("/research_advocacy/3/title", "duplicate"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://", "http:///path", "https://me@bank.org/", "https://a.org/ b", "https://[::1", "//a.org", "ftp://a.org"],
)  # fmt: skip
def test_a_link_that_is_not_plainly_to_the_web_is_refused(url):
    assert {pointer for pointer, _ in found(entry(research_advocacy=[{"title": "A", "url": url}]))} == {
        "/research_advocacy/0/url"
    }


def test_a_link_to_the_web_is_fine():
    assert check(entry(research_advocacy=[{"title": "A", "url": "https://a.org/x?y=1&z=(2)#w"}])) == []


@pytest.mark.parametrize("date", ["2023-02-29", "2021-04-31", "0000"])
def test_a_date_is_one_of_the_calendar(date):
    assert found(entry(released=date)) == [("/released", "date")]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"occurred": "2021", "published": "2021-03"}, []),
        ({"occurred": "2021-03-12", "published": "2021-03"}, []),
        ({"occurred": "2021-04", "published": "2021-03-30"}, ["/occurred"]),
        ({"occurred": "2022", "published": "2021"}, ["/occurred"]),
        ({"published": "2023-01", "last_updated": "2024-05"}, []),
        ({"published": "2024-06", "last_updated": "2024-05"}, ["/published"]),
        ({"occurred": "2025", "last_updated": "2024"}, ["/occurred"]),
        ({"released": "2019", "occurred": "2015"}, []),
        ({"released": "2015", "occurred": "2019"}, []),
    ],
)
def test_dates_stand_in_order_as_far_as_they_are_known(fields, wrong):
    assert found(entry(**fields)) == [(pointer, "date-order") for pointer in wrong]


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_a_date_told_less_precisely_is_never_out_of_order_for_that(first, second, cut, other_cut):
    early, late = sorted([first, second])
    assert not later(early.isoformat()[:cut], late.isoformat()[:other_cut])
    assert is_date(early.isoformat()[:cut])


def test_marks_that_turn_or_hide_text_are_pointed_out_and_half_characters_refused():
    (finding,) = check(entry(operator=["Evil \u202epohs"]))
    assert (finding.rule, finding.severity) == ("unprintable", "warning") and "U+202E" in finding.message
    (finding,) = check(entry(operator=["half \ud83d"]))
    assert (finding.rule, finding.severity) == ("unprintable", "error")


# ---- drafts


def test_a_draft_in_good_order_has_nothing_wrong(draft, report):
    assert check(draft) == []
    assert check(draft, {report.id: report}) == []


def test_in_a_draft_pointers_lead_into_the_draft(draft):
    draft["entry"]["technology"] = ["Facial recognitoin"]
    assert found(draft) == [("/entry/technology/0", "vocabulary")]


def test_a_quote_that_the_report_does_not_have_is_found_when_the_report_is_there(draft, report):
    draft["evidence"]["/technology/0"][0]["quote"] = "scan pages"
    assert check(draft) == []
    assert found(draft, {report.id: report}) == [("/evidence/~1technology~10/0", "evidence")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"end": 5}, "evidence"), ({"report": "r000000000000"}, "evidence"), ({"start": -1}, "range"), ({"quote": ""}, "format"), ({"by": None}, "kind")],
)  # fmt: skip
def test_evidence_that_cannot_be_right_is_found_without_the_report(draft, change, rule):
    draft["evidence"]["/technology/0"][0].update(change)
    assert rule in [each for _, each in found(draft)]


@pytest.mark.parametrize("part", ["speaker", "cue", "content"])
def test_the_words_of_claims_are_the_reports_too(draft, report, part):
    draft["claims"][0][part]["start"] += 1
    draft["claims"][0][part]["end"] += 1
    assert found(draft, {report.id: report}) == [(f"/claims/0/{part}", "evidence")]


def test_so_are_the_words_of_statements_on_roles(draft, report):
    draft["roles"][1]["statements"][0]["start"] -= 1
    assert found(draft) == [("/roles/1/statements/0", "evidence")]


def test_the_page_of_a_quote_is_checked_against_the_report(draft):
    paged = Report.from_text(TEXT, page_starts=(0, 20))
    assert ("/evidence/~1technology~10/0/page", "evidence") in found(draft, {paged.id: paged})


def test_a_value_without_words_is_refused_in_a_machines_draft_and_pointed_out_in_an_editors(draft):
    del draft["evidence"]["/technology/0"]
    (finding,) = check(draft)
    assert (finding.pointer, finding.rule, finding.severity) == ("/entry/technology/0", "unsupported", "error")
    draft["status"] = "in_review"
    assert [finding.severity for finding in check(draft)] == ["warning"]


def test_the_entrys_own_dates_need_no_words(draft):
    draft["entry"].update(published="2024", last_updated="2024")
    assert check(draft) == []


@pytest.mark.parametrize("section", ["evidence", "confidence"])
@pytest.mark.parametrize("at", ["/operator/1", "/purpose", "/nothing", "operator/0", "/operator/00"])
def test_evidence_and_confidence_are_about_values_that_are_there(draft, section, at):
    draft[section][at] = copy.deepcopy(draft["evidence"]["/headline"]) if section == "evidence" else 0.5
    assert [rule for _, rule in found(draft)] == ["pointer"]


def test_what_is_said_to_be_empty_is_empty(draft):
    draft["empty"]["/operator"] = "no sentence names one"
    assert [(finding.rule, finding.severity) for finding in check(draft)] == [("pointer", "warning")]


@pytest.mark.parametrize("confidence", [-0.1, 1.1, "high", True, None, float("nan"), float("inf")])
def test_a_confidence_is_a_probability(draft, confidence):
    draft["confidence"]["/operator/0"] = confidence
    assert errors_of(check(draft))


def test_an_operator_without_a_role_record_is_refused(draft):
    draft["roles"] = draft["roles"][1:]
    (finding,) = check(draft)
    assert (finding.pointer, finding.rule) == ("/entry/operator/0", "roles")


def test_a_role_of_another_kind_does_not_do(draft, report):
    draft["entry"]["developer"] = ["Lumo"]
    draft["evidence"]["/developer/0"] = [{**draft["evidence"]["/headline"][0]}]
    assert found(draft) == [("/entry/developer/0", "roles")]


def test_a_developer_who_only_denies_it_is_pointed_out_and_a_contested_one_is_fine(draft):
    draft["entry"]["developer"] = ["Lumo"]
    draft["evidence"]["/developer/0"] = [{**draft["evidence"]["/headline"][0]}]
    draft["roles"][1].update(role="developer", status="denied")
    assert [(finding.rule, finding.severity) for finding in check(draft)] == [("denied-role", "warning")]
    draft["roles"][1]["status"] = "contested"
    assert check(draft) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"sha256": "abc"}, "format"),
        ({"text_sha256": "0" * 64}, "report"),
        ({"id": "r1"}, "report"),
    ],
)
def test_the_hashes_and_the_id_of_a_report_fit(draft, change, rule):
    draft["reports"][0].update(change)
    assert rule in [each for _, each in found(draft)]


def test_a_draft_is_made_from_some_report(draft):
    draft["reports"] = []
    assert ("/reports", "report") in found(draft)


def test_a_report_is_listed_once(draft):
    draft["reports"] *= 2
    assert found(draft) == [("/reports/1/id", "report")]


@pytest.mark.parametrize(("field", "value"), [("status", "done"), ("id", ""), ("id", "../x"), ("id", None)])
def test_the_id_and_status_of_a_draft_are_well_formed(draft, field, value):
    draft[field] = value
    assert f"/{field}" in [pointer for pointer, _ in found(draft)]


def test_what_a_report_tells_of_hardly_occurred_after_it(draft):
    draft["entry"]["occurred"] = "2024"
    assert [(finding.rule, finding.severity) for finding in check(draft)] == [("date-order", "warning")]


STEP = st.text(max_size=4) | st.sampled_from(["/", "~", "~1", "a/b", ""])


@given(st.lists(STEP, max_size=4), st.integers(0, 3))
def test_a_pointer_leads_back_whatever_the_names_on_the_way(steps, index):
    document = ["no"] * index + ["yes"]
    for step in reversed(steps):
        document = {step: document}
    assert resolve(document, pointer(*steps, index)) == "yes"
    assert resolve(document, pointer(*steps, index + 1)) is NOTHING


# ---- whatever comes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*empty_entry(), "individual", "x", "id"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_any_json_gets_findings_and_never_an_exception(data):
    for finding in check(data):
        json.dumps(finding.to_dict())
        assert finding.message.strip() and "\n" not in finding.message


@settings(max_examples=60)
@given(st.data())
def test_a_draft_with_anything_in_the_place_of_any_part_is_survived(data):
    report = Report.from_text(TEXT)
    evidence = {"/headline": [Evidence(report.id, 0, 7, "Cameras", None, "a test")]}
    whole = Draft(entry=entry(), evidence=evidence, reports=[report.summary()]).to_dict()
    where = whole
    for _ in range(data.draw(st.integers(0, 3))):
        inner = where[data.draw(st.sampled_from(sorted(where)))] if isinstance(where, dict) else where[0]
        where = inner if isinstance(inner, dict | list) and inner else where
    where[data.draw(st.sampled_from(sorted(where))) if isinstance(where, dict) else 0] = data.draw(JSON)
    check(whole, {report.id: report})


def test_what_is_no_object_is_told_so():
    for data in ([], "x", None, 3):
        assert found(data) == [("", "shape")]


def test_a_bottomless_value_is_refused_not_followed():
    deep = []
    for _ in range(20_000):
        deep = [deep]
    assert found(entry(operator=deep))


def test_checking_needs_no_spacy():
    code = (
        "import sys, extractor.databank as d; d.check({'headline': 'x', 'type': 'y'}); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=SAMPLES.parent, check=False).returncode == 0


def test_every_rule_is_explained_in_the_documentation():
    root = SAMPLES.parent
    table = set(re.findall(r"^\| `([a-z-]+)` \|", (root / "docs" / "checks.md").read_text(encoding="utf-8"), re.M))
    calls = [
        call
        for path in (root / "extractor" / "databank").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Finding"
    ]
    assert {call.args[2].value for call in calls} == table
