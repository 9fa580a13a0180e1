"""Names that run into one another in a text, and are told apart (or stay whole)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from extractor.pipeline import make_doc
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.actors.known import KnownName, KnownNames, stands_for_another
from extractor.report import Report
from tests.test_actors import TABLE

Find = Callable[[str], Doc]

# [[words]] are names of actors, each of its own.
NAMES = [
    "A video with journalist [[Jack Tame]] and [[Ferncliff University]] experts is going round.",
    "The robots were tried by Boston and [[Quorvex Technologies]] last year.",
    "Some doctors of [[QSRH]] and [[Ferncliff General Hospital]] were asked.",
    "The [[Department of Health and Human Services]] runs it.",
    "The [[Food and Drug Administration]] was told.",
    "The [[Quarry and Harbour Commission]] was told.",
    "It was built by [[Sentra]] for [[Ferncliff City Council]] last year.",
    "The [[Centre for Harbour Research]] was told.",
    "Toronto-based [[Quorvex Technologies]] sold it.",
    "It was sold to [[New Hampshire Housing Authority]] in May.",
]


@pytest.fixture(scope="module")
def find(base_nlp) -> Find:
    component = ActorsComponent(KnownNames.from_table(TABLE))
    return lambda text: component(base_nlp(make_doc(base_nlp, Report.from_text(text))))


@pytest.mark.parametrize("marked", NAMES, ids=[m[:40] for m in NAMES])
def test_two_names_are_two_actors_and_one_name_is_one(find: Find, marked: str) -> None:
    text = marked.replace("[[", "").replace("]]", "")
    wanted = set(re.findall(r"\[\[(.*?)\]\]", marked))
    found = {mention.text for actor in find(text)._.actors for mention in actor.mentions}
    assert wanted <= found
    assert not [name for name in found - wanted if any(name in one or one in name for one in wanted)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oregon's Department of Roads", "Oregon Department of Roads"),
        ("Oregon’s Department of Roads", "Oregon Department of Roads"),
        ("Sheriff’s Office for Kent", "Sheriff's Office for Kent"),
    ],
)
def test_a_possessive_before_a_department_makes_no_other_name(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_a_possessive_elsewhere_is_part_of_the_name() -> None:
    assert key_of("Tom's Hardware") != key_of("Tom Hardware")


def test_somebody_who_manages_for_a_company_is_none(find: Find) -> None:
    (actor,) = find("One of them was Bertil, a franchise manager in his thirties.")._.actors
    assert actor.kind != "company"


def test_what_a_caller_calls_is_no_system(find: Find) -> None:
    assert not find("The fraudsters called the Dunmore office on Monday.")._.systems
    assert [s.name for s in find("They sell a chatbot called Dunmore.")._.systems] == ["Dunmore"]


RARE = KnownName("Hillside Tramway Exchange (HTX)", ("HTX",), 1, 0, 0, ("X9",), country="Singapore")


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("A gun dealer, HTX Arms, was fined in Houston.", True),
        ("HTX sold the robots to Singapore.", False),
        ("The exchange for the hillside tramway, HTX, sold them.", False),
    ],
)
def test_the_acronym_of_a_rare_name_needs_its_country_or_its_words(text: str, another: bool) -> None:
    assert stands_for_another("HTX", RARE, text) is another
