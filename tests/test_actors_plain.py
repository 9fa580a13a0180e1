"""Bodies that a report names by common nouns alone, and what is drafted of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from extractor.pipeline.actors.plain import is_plain
from extractor.pipeline.annotations import Actor

Find = Callable[[str], list[Actor]]

BODIES = [
    ("The army said it did not run the drones.", "army", "government"),
    ("The software is used by the federal border police in three towns.", "federal border police", "police"),
    ("There is no robot judge, the justice ministry said on Tuesday.", "justice ministry", "government"),
    ("Sri Lanka's navy said the boat was not one of its own.", "Sri Lanka's navy", "government"),
    ("No software ranks the flats, its housing department said on Monday.", "housing department", "government"),
    (
        "Peru's health ministry says that the list belonged to others; the economy ministry denied it.",
        "economy ministry",
        "government",
    ),
    (
        "The attorney general's office of Jalisco state insisted it never used the spyware.",
        "attorney general's office of Jalisco",
        "government",
    ),
    ("Software lets the police see who stays at home. The police use it daily.", "police", "police"),
    ("Police in Harlow County say they never ran a predictive programme.", "Police in Harlow County", "police"),
    (
        "The penitentiary administration announced that there are no sensors.",
        "penitentiary administration",
        "government",
    ),
]
NONE = [
    ("The army of bots posted all night.", "army"),
    ("They marched past the interior ministry on Friday.", "interior ministry"),
    ("The Ministry of Justice bought it. The justice ministry denied that.", "justice ministry"),
    ("The Dutch Police has none. The national police said that it was an error.", "national police"),
    ("The bank said that the drivers' union was wrong.", "union"),
    ("The police said the driver had been asleep.", "police"),
    ("Police in Osterby said they were looking into a fake video.", "Police in Osterby"),
    ("The Harlow Police Department runs it. Police in Harlow denied that.", "Police in Harlow"),
]


def _kinds(actors: Iterable[Actor]) -> dict[str, str]:
    return {actor.name: actor.kind for actor in actors}


@pytest.mark.parametrize(("text", "name", "kind"), BODIES)
def test_a_body_that_acts_is_an_actor_without_a_name(find_actors: Find, text: str, name: str, kind: str) -> None:
    assert _kinds(find_actors(text)).get(name) == kind


@pytest.mark.parametrize(("text", "name"), NONE)
def test_what_does_not_act_or_has_a_name_is_none(find_actors: Find, text: str, name: str) -> None:
    assert name not in _kinds(find_actors(text))


def test_a_police_force_is_not_called_by_its_chief(find_actors: Find) -> None:
    text = "Chief Constable Ewan Strachan of Police Scotland said the force had no plans."
    assert "Chief Constable Ewan Strachan of Police" not in _kinds(find_actors(text))


def test_common_nouns_are_told_from_names() -> None:
    assert is_plain("interior ministry")
    assert not is_plain("Thai police")
