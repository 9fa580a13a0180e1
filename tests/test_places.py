"""Places: names in the text and the countries they lie in. <USA>Texas</USA> marks a place and the country expected."""

from __future__ import annotations

import re
import time
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from extractor.pipeline.annotations import register_extensions
from extractor.pipeline.places.component import PlacesComponent
from extractor.pipeline.places.gazetteer import load_gazetteer

MARK = re.compile(r"<(?P<tag>[^<>]+)>(?P<text>[^<>]*)</(?P=tag)>")
register_extensions()


@cache
def component() -> PlacesComponent:
    return PlacesComponent()


def read(marked: str) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """The plain text, the places marked with their country, and the entity labels marked as <PERSON>…</PERSON>."""
    text, places, entities, at = "", [], [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        span = (len(text), len(text) + len(match["text"]), match["tag"])
        (entities if match["tag"] in ("PERSON", "ORG", "GPE") else places).append(span)
        text += match["text"]
        at = match.end()
    return text + marked[at:], places, entities


def annotate(text: str, entities: list[tuple[int, int, str]] = []) -> Doc:  # noqa: B006
    """A doc with the entity labels that the base model would set."""
    doc = spacy.blank("en")(text)
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in entities]
    doc.ents = [span for span in spans if isinstance(span, Span)]
    return component()(doc)


def found(doc: Doc) -> list[tuple[int, int, str]]:
    return sorted((m.start, m.end, place.country) for place in doc._.places for m in place.mentions)


SENTENCES = [
    "Police in <USA>Arizona</USA> stopped the trial.",
    "The <UK>British</UK> government and the <USA>U.S.</USA> company disagreed.",
    "It was tested in <South Korea>Seoul</South Korea> and in <UAE>Dubai</UAE>.",
    "The court in <USA>Springfield</USA>, Ill., ruled.",
    "She lives in <USA>Paris</USA>, <USA>Texas</USA>.",
    "She lives in <France>Paris</France> now.",
    "A mall in <Canada>London</Canada>, <Canada>Ontario</Canada>, used cameras.",
    "A mall in <UK>London</UK> used cameras.",
    "He works in <USA>Austin</USA>, TX.",
    "<Myanmar>NAYPYIDAW</Myanmar> (Wire) — Cameras were installed.",
    "Cameras were installed in <Myanmar>Naypyidaw</Myanmar> and <Myanmar>Mandalay</Myanmar>.",
    "<China>Xinjiang</China> is watched by cameras.",
    "The <Netherlands>Dutch</Netherlands> tax office in <Netherlands>The Hague</Netherlands> apologised.",
    "<Palestine>Gaza</Palestine> and <Israel>Israel</Israel> were named.",
    "Buses in <USA>New York City</USA> and in <USA>New Jersey</USA> were fitted with it.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_places_are_found_with_their_country(marked: str) -> None:
    text, expected, entities = read(marked)
    assert found(annotate(text, entities)) == expected


NOT_PLACES = [
    "The star <PERSON>Michael Jordan</PERSON> sued.",
    "Then <PERSON>Chad</PERSON> Wolf answered.",
    "The <ORG>Washington Post</ORG> wrote about it.",
    "He read the <ORG>Boston Globe</ORG> and the New York Times.",
    "The text is in Spanish.",
    "A German-language version was offered.",
    "Latin American activists protested.",
    "It stood on Mississippi Street.",
    "may turkey and china plates be reading mobile",
    "Contact US today.",
    "Write to paris@berlin.example or see http://london.example/Rome",
    "Reading about Nice Mobile apps.",
]


@pytest.mark.parametrize("marked", NOT_PLACES)
def test_people_newspapers_languages_and_common_words_are_not_places(marked: str) -> None:
    text, _, entities = read(marked)
    assert found(annotate(text, entities)) == []


def test_georgia_is_the_state_or_the_country_by_the_rest_of_the_text() -> None:
    state = annotate("Voters in Georgia and Alabama complained. Atlanta was calm.")
    country = annotate("Voters in Georgia complained. Tbilisi was calm, and Batumi too.")
    assert {p.country for p in state._.places if p.name == "Georgia"} == {"USA"}
    assert {p.country for p in country._.places if p.name == "Georgia"} == {"Georgia"}


def test_a_name_of_two_countries_follows_the_text() -> None:
    british = annotate("The council of Birmingham in the West Midlands bought it. England has many.")
    american = annotate(
        "Alabama police were asked. The mayor of Birmingham said so. Alabama agreed; Montgomery, Alabama, too."
    )
    assert {p.country for p in british._.places if p.name == "Birmingham"} == {"UK"}
    assert {p.country for p in american._.places if p.name == "Birmingham"} == {"USA"}


def test_a_place_inside_a_name_is_kept_as_such() -> None:
    text, _, entities = read("The <ORG>Los Angeles Police Department</ORG> bought it.")
    (place,) = annotate(text, entities)._.places
    assert (place.country, place.kind) == ("USA", "name")


def test_mentions_of_one_place_are_one_record() -> None:
    (place,) = annotate("Kenya banned it. In Kenya it went on.")._.places
    assert [m.start for m in place.mentions] == [0, 20]


def test_every_country_has_one_form() -> None:
    forms = load_gazetteer().forms
    assert {forms["US"], forms["GB"], forms["KR"], forms["AE"]} == {"USA", "UK", "South Korea", "UAE"}
    assert len(set(forms.values())) == len(forms)


def test_every_form_is_a_term_of_the_schema() -> None:
    from extractor.databank import Vocabulary

    vocabulary = Vocabulary()
    assert [f for f in load_gazetteer().forms.values() if vocabulary.canonical("country", f) != (f,)] == []


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    sentence = "Police in San Jose, Texas, and in San Francisco asked Paris. "
    docs = [spacy.blank("en")(sentence * times) for times in (100, 800)]
    taken = []
    for doc in docs:
        started = time.perf_counter()
        component()(doc)
        taken.append(time.perf_counter() - started)
    assert taken[1] < 30 * taken[0]


NAMES = st.sampled_from(
    ["Paris", "U.S.", "Georgia", "Texas", "LONDON", "Washington", "New", "York", "in", ",", "\n", "é", "😀", "Ill."]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(NAMES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_offsets_are_exact_on_any_text(text: str) -> None:
    doc = annotate(text)
    for place in doc._.places:
        for mention in place.mentions:
            assert doc.text[mention.start : mention.end] == mention.text != ""
