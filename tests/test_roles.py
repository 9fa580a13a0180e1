"""Which part each actor has: operator, developer, the system, and the parts that rules tell apart."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ModelError
from extractor.pipeline import analyse
from extractor.pipeline.annotations import Actor, Role, Statement, TextSpan
from extractor.pipeline.claims.contested import status_of
from extractor.pipeline.precedents import shipped_precedents
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.cues import load_cues
from extractor.pipeline.roles.features import Measured, scene_of
from extractor.pipeline.roles.model import Trees, Words, load_models, probability
from extractor.pipeline.roles.others import may_take_part, other_role
from extractor.pipeline.roles.selection import best_first, has_surname, held, is_nobody, least_stated, repeats, select
from extractor.pipeline.roles.unsaid import leave_open_what_is_unsaid
from extractor.report import Report

REPORT = """Myanmar: Cameras with face recognition watch Tarvik

The Tarvik municipal council has installed 300 cameras made by Huawei that scan faces, Orchid Rights Forum (ORF) said
in a report on Tuesday.

Huawei later denied that it supplied the facial recognition technology. The council uses the system to find suspects.

Local companies Vell IT Solution and Daung Mir supplied the control centre and installed the cameras, the council said.

“This system is a danger,” said Maria Tobin, a researcher at ORF. Reuters first wrote about the cameras in May."""


@pytest.fixture(scope="module")
def doc(nlp):
    report = Report.from_text(REPORT, title="Myanmar: Cameras with face recognition watch Tarvik", publisher="ORF")
    return analyse(nlp, report)


def accepted(doc, role):
    return {r.actor for r in doc._.roles if r.role == role and r.accepted}


def test_who_installs_and_uses_is_the_operator(doc):
    assert "Tarvik municipal council" in accepted(doc, "operator")


def test_who_makes_and_supplies_is_a_developer(doc):
    assert {"Huawei", "Vell IT Solution", "Daung Mir"} <= accepted(doc, "developer")


def test_a_denied_supply_is_contested_with_both_sides(doc):
    (role,) = [r for r in doc._.roles if r.actor == "Huawei" and r.role == "developer"]
    assert role.status == "contested"
    assert {"asserts", "denies"} <= {s.holds for s in role.statements}


def test_who_reports_neither_operates_nor_develops(doc):
    placed = accepted(doc, "operator") | accepted(doc, "developer")
    assert not placed & {"Orchid Rights Forum", "Reuters", "Maria Tobin"}


def test_every_actor_has_a_part(doc):
    placed = {r.actor for r in doc._.roles if r.accepted}
    assert {a.name for a in doc._.actors} <= placed
    parts = {r.actor: r.role for r in doc._.roles if r.accepted}
    assert parts["Reuters"] == "source"


def test_evidence_is_exact_and_holds_the_words(doc):
    for role in doc._.roles:
        assert role.evidence
        assert 0.0 <= role.score <= 1.0
        for span in role.evidence:
            assert REPORT[span.start : span.end] == span.text


def test_the_maker_of_a_named_system_is_inferred_from_the_databank(nlp):
    text = "A lawyer in Tarvik asked ChatGPT for precedents. ChatGPT invented six court cases, and the judge fined him."
    roles = analyse(nlp, Report.from_text(text))._.roles
    (maker,) = [r for r in roles if r.actor == "OpenAI" and r.role == "developer"]
    assert maker.accepted
    assert maker.inferred
    assert maker.why
    assert maker.why.startswith("databank row AIAAIC")
    assert [r.actor for r in roles if r.role == "system" and r.accepted] == ["ChatGPT"]


def test_values_below_the_threshold_stay_as_candidates(nlp):
    roles = analyse(nlp, Report.from_text(REPORT))._.roles
    for role in ("operator", "developer"):
        scores = [(r.accepted, r.score) for r in roles if r.role == role and not r.statements]
        lowest = min((s for ok, s in scores if ok), default=1.0)
        assert all(s <= lowest + 1e-9 for ok, s in scores if not ok)


@pytest.mark.parametrize(
    ("kind", "numbers", "part"),
    [
        ("media", {}, "source"),
        ("ngo", {"publisher": 1.0, "rate does critic": 1.0}, "source"),
        ("ngo", {"rate does critic": 0.5}, "critic"),
        ("court", {}, "regulator"),
        ("government", {"rate does regulator": 0.5}, "regulator"),
        ("org", {"overseer": 1.0}, "regulator"),
        ("person", {"rate undergoes harmed": 0.5, "rate does source": 0.2}, "harmed party"),
        ("person", {"rate does source": 1.0}, "source"),
        ("company", {"rate does developer": 0.5}, "supplier"),
        ("company", {}, "other"),
    ],
)
def test_other_parts_follow_from_kind_and_verbs(kind, numbers, part):
    actor = Actor("Somebody", kind, [TextSpan(0, 8, "Somebody")])
    assert other_role(actor, numbers)[0] == part


def test_a_person_is_an_operator_only_where_the_text_says_so_or_the_score_is_high():
    person = {"kind person": 1.0}
    assert held("operator", person, 0.3, surname=True) < 0.12
    assert held("operator", {**person, "stated operator": 1.0}, 0.3, surname=True) == 0.3
    assert held("operator", person, 0.6, surname=True) == 0.6
    assert held("operator", person, 0.3, surname=False) == 0.3, "what is taken for a person may be a company"
    assert held("operator", {"kind company": 1.0}, 0.3, surname=True) == 0.3
    assert held("system", person, 0.3, surname=True) == 0.3
    assert has_surname("Jane Holt", {"Jane Holt", "Holt"})
    assert not has_surname("Delhi Metro", {"Delhi Metro", "Delhi"})


def test_a_system_that_the_wording_alone_makes_one_is_taken_where_no_other_is():
    unknown = [("Lakeview", 0.08), ("SepsisGuard", 0.06), ("Nightjar", 0.05)]
    assert select(unknown, 0.12, 0.65, 2, called=[False, True, True]) == [1]
    assert select([("ChatGPT", 0.7), *unknown], 0.12, 0.65, 2, called=[False, False, True, True]) == [0]
    assert select([("SepsisGuard", 0.01)], 0.12, 0.65, 2, called=[True]) == [], "too doubtful"
    assert select(unknown, 0.12, 0.65, 2) == []


def test_a_system_new_to_the_databank_is_drafted_by_what_the_text_calls_it(nlp):
    text = (
        "Lakeview Health bought a program called SepsisGuard. In March SepsisGuard missed nine patients, nurses said."
    )
    roles = analyse(nlp, Report.from_text(text))._.roles
    assert [r.actor for r in roles if r.role == "system" and r.accepted] == ["SepsisGuard"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Starship", "Starship Technologies", True),
        ("Meta/Facebook", "Facebook", True),
        ("Northern Police", "Southern Police", False),
        ("Hangzhou Municipal Health Commission", "Zhengzhou Municipal Health Commission", False),
    ],
)
def test_only_longer_and_shorter_forms_repeat(one, other, same):
    assert repeats(one, other) is same


@given(
    st.lists(st.tuples(st.sampled_from(["A Corp", "B", "C D", "C", "E/F", "F"]), st.floats(0, 1)), max_size=8),
    st.floats(0.01, 0.9),
    st.floats(0, 1),
    st.integers(1, 4),
)
def test_selection_keeps_its_promises(pairs, threshold, relative, most):
    ranked = sorted(pairs, key=lambda p: -p[1])
    taken = select(ranked, threshold, relative, most)
    assert len(taken) <= most
    assert all(ranked[at][1] >= max(threshold, relative * ranked[0][1]) for at in taken)
    assert not any(repeats(ranked[a][0], ranked[b][0]) for a in taken for b in taken if a != b)


def test_what_is_a_system_of_the_text_is_not_stated_to_use_it():
    said = {"stated operator of technology": 1.0}
    assert least_stated("operator", said) > 0
    assert least_stated("operator", {**said, "a system here": 1.0}) == 0


def test_a_stated_part_needs_a_lower_score():
    ranked = [("Maker", 0.9), ("Helper", 0.11), ("Other", 0.09), ("Nobody", 0.01)]
    assert select(ranked, 0.3, 0.8, 4) == [0]
    assert select(ranked, 0.3, 0.8, 4, [0.0, 0.1, 0.0, 0.1]) == [0, 1]


def test_the_best_is_taken_where_no_other_is_if_it_reaches_the_least():
    ranked = [("Bureau", 0.15), ("Agency", 0.14)]
    assert select(ranked, 0.3, 0.0, 4) == []
    assert select(ranked, 0.3, 0.0, 4, least=0.12) == [0]
    assert select(ranked, 0.3, 0.0, 4, least=0.2) == []
    assert select(ranked, 0.3, 0.0, 4, [0.0, 0.02], least=0.12) == [0, 1], "a stated part does not push out the best"


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("Unclear/unknown", True),
        ("Unknown deepfake technology developers", True),
        ("Fraudsters", False),
        ("Uber", False),
    ],
)
def test_some_values_only_say_that_nobody_is_known(name, nobody):
    assert is_nobody(name) is nobody


@pytest.mark.parametrize(
    ("ranked", "stated", "taken"),
    [
        ([("Unclear/unknown", 0.4), ("Uber", 0.35)], (0.0, 0.0), ["Unclear/unknown"]),
        ([("Uber", 0.4), ("Unclear/unknown", 0.35)], (0.0, 0.0), ["Uber"]),
        ([("Unclear/unknown", 0.4), ("Uber", 0.2)], (0.0, 0.1), ["Uber"]),
        ([("Unclear/unknown", 0.1), ("Uber", 0.05)], (0.0, 0.0), []),
    ],
)
def test_unknown_stands_alone_and_only_where_the_text_names_nobody(ranked, stated, taken):
    assert [ranked[at][0] for at in select(ranked, 0.3, 0.5, 4, stated)] == taken


@pytest.mark.parametrize(
    ("role", "ranked"),
    [
        ("developer", [(1, "Unclear/unknown", 0.5), (0, "TikTok", 0.4)]),
        ("operator", [(0, "TikTok", 0.4)]),
    ],
)
def test_all_that_say_nobody_is_known_are_one_value_of_the_databank(role, ranked):
    names = ["TikTok", "Unknown deepfake technology developers", "Unclear/unknown"]
    assert best_first(role, names, [0.4, 0.3, 0.2]) == ranked


def test_equal_scores_keep_the_order_of_the_text():
    assert [name for _, name, _ in best_first("operator", ["B", "A", "C"], [0.2, 0.2, 0.3])] == ["C", "B", "A"]


def test_only_a_developer_is_called_unknown(nlp):
    text = "A deepfake of the mayor went viral. The fake video, made with machine learning software, was shared widely."
    found = [r for r in analyse(nlp, Report.from_text(text))._.roles if is_nobody(r.actor)]
    assert {r.role for r in found} <= {"developer"}
    assert all(r.inferred and r.why and r.evidence for r in found)


@pytest.mark.parametrize(
    ("kind", "numbers", "may"),
    [
        ("ngo", {"rate does critic": 0.2, "stated operator of technology": 1.0}, False),
        ("ngo", {"publisher": 1.0, "stated developer of technology": 1.0}, False),
        ("ngo", {"stated operator of technology": 1.0, "rate does source": 0.5}, True),
        ("ngo", {"rate does source": 0.5}, False),
        ("council", {"rate does critic": 0.9}, True),
    ],
)
def test_rights_groups_that_criticise_take_no_part(kind, numbers, may):
    assert may_take_part(Candidate("Somebody", "actor", kind, [TextSpan(0, 8, "Somebody")]), numbers) is may


def test_what_the_text_calls_a_system_did_not_develop_itself(nlp):
    text = "Ostholm Health runs a chatbot called Sarelle. Sarelle told a patient to wait, and Sarelle was wrong."
    found = analyse(nlp, Report.from_text(text))._.roles
    assert "Sarelle" not in {r.actor for r in found if r.role == "developer"}


@pytest.mark.parametrize(("numbers", "may"), [({}, False), ({"stated operator of technology": 1.0}, True)])
def test_who_watches_over_others_takes_part_only_where_the_text_says_so(numbers, may):
    candidate = Candidate("Harbour Data Protection Authority", "actor", "government", [TextSpan(0, 4, "They")])
    assert may_take_part(candidate, {"overseer": 1.0, **numbers}) is may


@pytest.mark.parametrize(
    ("name", "oversees"),
    [
        ("Federal Trade Commission", True),
        ("Harbour Data Protection Authority", True),
        ("UK Information Commissioner’s Office", True),
        ("European Parliament", True),
        ("Harbour Police", False),
        ("Congressional Motors", False),
        ("SECURE Ltd", False),
    ],
)
def test_overseers_are_known_by_name(name, oversees):
    assert bool(load_cues().overseers.search(name)) is oversees


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans())
def test_a_higher_score_is_never_less_sure(one, other, best, stated):
    low, high = sorted((one, other))
    calibration = (0.9, 0.8, -0.2, 0.1)
    assert 0 < probability(calibration, low, best, stated) <= probability(calibration, high, best, stated) < 1


def test_words_count_by_their_share_and_numbers_by_their_weight():
    words = Words({"L:by": 2.0}, np.array([0.5]), -1.0)
    candidate = Candidate("A", "actor", "company", [TextSpan(0, 1, "A")])
    with_word = Measured(candidate, {"x": 2.0}, Counter({"L:by": 3, "R:other": 1}))
    without = Measured(candidate, {"x": 2.0}, Counter({"R:other": 1}))
    odds = words.raw([with_word, without], np.array([[2.0], [2.0]]))
    assert odds[1] == 0.0
    assert odds[0] == pytest.approx(2.0 * math.log(4) / math.log(6))


def test_trees_answer_as_written():
    one = {"f": [0, 0, 0], "t": [0.5, 0.0, 0.0], "l": [1, 1, 2], "r": [2, 1, 2], "v": [0.0, -1.0, 2.0]}
    two = {"f": [0], "t": [0.0], "l": [0], "r": [0], "v": [0.25]}
    trees = Trees.from_data({"trees": [one, two], "base": 0.5, "depth": 1})
    assert trees.raw(np.array([[0.5], [0.6]])).tolist() == [-0.25, 2.75]


def test_who_is_only_in_captions_is_no_party(nlp):
    text = "A worker was killed by a robot at the Tarvik plant of Ostwagen, Ostwagen said.\n\nRobots at a Toyota factory. Credit: A. B."
    names = {
        role.actor for role in analyse(nlp, Report.from_text(text))._.roles if role.role in ("operator", "developer")
    }
    assert not any("Toyota" in name for name in names)


def test_a_sentence_that_goes_on_with_it_speaks_of_the_same_machine(nlp):
    text = "A robot patrols the hall. It was built by Vell and is rented by Tarvik Mall. The mall opened in May. It has shops."
    doc = analyse(nlp, Report.from_text(text))
    scene = scene_of(doc, text, {}, load_cues(), shipped_precedents().near(doc))
    about = {sent.text for sent in doc.sents if sent.start in scene.technology}
    assert about == {"A robot patrols the hall.", "It was built by Vell and is rented by Tarvik Mall."}


def test_weights_that_are_none_are_refused(tmp_path):
    path = tmp_path / "roles.json"
    path.write_text("[]")
    with pytest.raises(ModelError, match=r"roles\.json is not a model of roles"):
        load_models(path)


def test_a_public_body_that_the_text_says_uses_it_is_taken_at_a_lower_score() -> None:
    stated = {"stated operator of technology": 1.0}
    assert least_stated("operator", {**stated, "kind police": 1.0}) < least_stated("operator", stated)
    assert least_stated("operator", {"kind police": 1.0}) == 0.0
    watching = {**stated, "kind government": 1.0, "overseer": 1.0}
    assert least_stated("operator", watching) > least_stated("operator", stated)
    assert select([("Delta Police", 0.05)], 0.3, 0.8, 4, [0.02]) == [0]
    assert select([("Acme", 0.05)], 0.3, 0.8, 4, [0.1]) == []


def _part(role: str, *holds: str) -> Role:
    said = [Statement("Sunhop", one, TextSpan(0, 3, "not")) for one in holds]
    return Role("Sunhop", role, 0.5, [], "roles.model", status=status_of(said), statements=said)


@pytest.mark.parametrize(
    ("developer", "operator", "status"),
    [
        (["denies"], [], "contested"),
        (["denies"], ["asserts"], "asserted"),
        (["denies", "asserts"], [], "asserted"),
        (["asserts"], [], "asserted"),
        ([], [], "asserted"),
    ],
)
def test_who_denies_one_part_is_not_left_plain_in_the_other_that_no_words_give(
    developer: list[str], operator: list[str], status: str
) -> None:
    roles = [_part("developer", *developer), _part("operator", *operator)]
    leave_open_what_is_unsaid(roles)
    assert roles[1].status == status
    assert all(said.inferred for said in roles[1].statements if said.holds == "denies")
    assert roles[0].status == status_of(roles[0].statements)
