"""Names of organisations that only what they do in a sentence gives away."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from extractor.pipeline.annotations import Actor

Find = Callable[[str], list[Actor]]

ORGANISATIONS = [
    ("Zhenwei Tech denies building border lie detector", "Zhenwei Tech"),
    ("The software was supplied by Neuravox, the union said.", "Neuravox"),
    ("The council bought the cameras from Stridewell last year.", "Stridewell"),
    ("The audit names Quantrel as the vendor of the voice software.", "Quantrel"),
    ("Ironleaf denies having sold drones to the army.", "Ironleaf"),
    ("“We did not build it,” said Marta Ruiz, a spokeswoman for Soundwall.", "Soundwall"),
    ("Vidalert denied that it had delivered the cameras late.", "Vidalert"),
    ("Stellan Software washed its hands of the scoring system.", "Stellan Software"),
]
BODIES = [
    ("Last winter the strikes were foretold by a model from Glencross Mining, unions say.", "Glencross Mining"),
    ("It keeps the logs, though Pinelock, which designed it, has never seen them.", "Pinelock"),
    ("The Diocese of Ostholm rejected the report.", "Diocese of Ostholm"),
    ("The Tarvik municipal guard runs the cameras.", "Tarvik municipal guard"),
    ("Dashly's lawyers read the signature differently.", "Dashly"),
    ("Kiosks in four Ravenwick gyms guess the mood. Ravenwick says it is not running them.", "Ravenwick"),
    ("Cameras watch three branches of Mercabuena.", "Mercabuena"),
    ("On Monday the paper wrote that Tellunet, Proximar and a broker had profiled voters.", "Proximar"),
    ("Iran rejected the charge and said it had supplied no drones.", "Iran"),
    ("The camera is real, says Ostrava's Hotel Imperium.", "Hotel Imperium"),
]
OTHERS = [
    ("On Monday Prime Minister Dahl opened the fair.", "Prime Minister"),
    ("Vendors praise Facial Matching. Some facial images do not suit it.", "Facial Matching"),
    ("Jane Holt developed the software in her spare time, and she sold it.", "Jane Holt"),
    ("Musk denied the report. Elon Musk said he had no plans.", "Musk"),
    ("China sells surveillance cameras to many countries.", "China"),
    ("Facial recognition cameras supplied by the city are in use.", "Facial"),
    ("Iran lies in Asia. Officials of Iran spoke.", "Iran"),
    ("Something went wrong. We call it Plan Something.", "Something"),
]


def _kinds(actors: Iterable[Actor]) -> dict[str, str]:
    return {form: actor.kind for actor in actors for form in (actor.name, *actor.aliases)}


@pytest.mark.parametrize(("text", "name"), ORGANISATIONS)
def test_what_makes_sells_or_denies_is_an_organisation(find_actors: Find, text: str, name: str) -> None:
    assert _kinds(find_actors(text)).get(name) in ("company", "org")


@pytest.mark.parametrize(("text", "name"), BODIES)
def test_names_without_a_label_are_organisations_by_their_place_in_a_sentence(
    find_actors: Find, text: str, name: str
) -> None:
    assert name in _kinds(find_actors(text))


@pytest.mark.parametrize(("text", "name"), OTHERS)
def test_people_and_places_are_none(find_actors: Find, text: str, name: str) -> None:
    assert _kinds(find_actors(text)).get(name) in (None, "person")
