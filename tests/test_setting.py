"""Setting: in which country, when, and since when; every value with the words that say it or led to it."""

from __future__ import annotations

import math

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.annotations import Role, Topic, register_extensions
from extractor.pipeline.assembly import make_doc
from extractor.pipeline.dates.component import DatesComponent
from extractor.pipeline.exact import exact
from extractor.pipeline.places.component import PlacesComponent
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.precedents import shipped_precedents
from extractor.pipeline.setting import country, eras
from extractor.pipeline.setting.component import SettingComponent, load_model
from extractor.pipeline.setting.known import Incident, NameTable
from extractor.pipeline.setting.ranker import Ranker
from extractor.pipeline.setting.words import WordModel, count_terms
from extractor.report import Report

register_extensions()
FIELDS = ("country", "occurred", "released")


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Sentences only: the component must stand without tagger and parser, on any text."""
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    return blank


def read(nlp: Language, text: str, system: str = "", **known: str) -> Doc:
    doc = make_doc(nlp, Report.from_text(text, **known))
    doc._.roles = [Role(system, "system", 0.9, [], "given")] if system else []
    setting = SettingComponent(load_model(), shipped_precedents())
    for component in (nlp.get_pipe("sentencizer"), PlacesComponent(), DatesComponent(), setting):
        doc = component(doc)
    return exact(doc)


def accepted(doc: Doc, name: str) -> list[str]:
    return [topic.term for topic in doc._.topics[name] if topic.accepted]


def best(doc: Doc, name: str) -> Topic:
    return doc._.topics[name][0]


STORY = (
    "Police in Nairobi arrested a man after facial recognition cameras in Kenya mistook him for a suspect. "
    "The man was held in Mombasa, Kenyan officials said on Friday."
)


def test_the_country_is_the_one_the_report_speaks_of_with_the_words_as_evidence(nlp: Language) -> None:
    doc = read(nlp, STORY)
    assert accepted(doc, "country") == ["Kenya"]
    assert {span.text for span in best(doc, "country").evidence} == {"Nairobi", "Kenya", "Mombasa", "Kenyan"}
    assert not best(doc, "country").inferred


def test_the_day_of_the_event_is_counted_from_the_day_of_the_report(nlp: Language) -> None:
    doc = read(nlp, STORY, published="2021-07-14")
    assert accepted(doc, "occurred")[0].startswith("2021")
    assert [span.text for span in best(doc, "occurred").evidence] == ["Friday"]


def test_the_byline_and_the_future_are_not_the_day_of_the_event(nlp: Language) -> None:
    text = (
        "Camera failed\n\nPublished 14 July 2021\n\nThe camera in Leeds failed. A hearing was set for 2 December 2021."
    )
    topic = best(read(nlp, text, published="2021-07-14"), "occurred")
    assert topic.term == "2021"


def test_the_year_of_release_is_that_of_a_system_the_report_is_about(nlp: Language) -> None:
    text = "ChatGPT made up a court case. The lawyer in Peru had asked ChatGPT for it in 2023."
    about = read(nlp, text, "ChatGPT")
    aside = read(nlp, STORY + " A picture of it was posted to ChatGPT.", "ChatGPT")
    assert [topic.term for topic in about._.topics["released"] if topic.accepted and topic.inferred] == ["2022"]
    assert aside._.topics["released"] == []


def test_the_year_of_release_is_none_of_a_platform_that_the_entry_does_not_name(nlp: Language) -> None:
    text = "A fake video of the mayor of Lima spread on Facebook in 2023. Facebook took it down."
    assert accepted(read(nlp, text, "Facebook"), "released") == ["2011"]
    assert read(nlp, text, "Glyco Balance")._.topics["released"] == []
    assert read(nlp, text)._.topics["released"] == []


def test_without_a_date_a_year_is_only_inferred_and_says_from_what(nlp: Language) -> None:
    doc = read(nlp, "Students in Leeds used ChatGPT for their essays, and Midjourney for the pictures, teachers say.")
    topic = best(doc, "occurred")
    assert topic.inferred and topic.why and int(topic.term) >= 2022
    assert topic.evidence


def test_the_publishers_country_helps_a_report_that_names_no_place(nlp: Language) -> None:
    text = "The council used the software to score people who asked for help with their rent, a charity found."
    plain, british = read(nlp, text), read(nlp, text, url="https://www.example.co.uk/news/1")
    score = {
        name: {t.term: t.score for t in doc._.topics["country"]} for name, doc in (("plain", plain), ("uk", british))
    }
    assert score["uk"]["UK"] > score["plain"].get("UK", 0.0)
    topic = next(t for t in british._.topics["country"] if t.term == "UK")
    assert topic.inferred and topic.why is not None and "example.co.uk" in topic.why


def test_candidates_below_the_threshold_are_kept_for_the_editor(nlp: Language) -> None:
    doc = read(nlp, STORY + " Uganda and Tanzania watched.")
    refused = [topic for topic in doc._.topics["country"] if not topic.accepted]
    assert {"Uganda", "Tanzania"} <= {topic.term for topic in refused}


def test_global_never_stands_beside_a_country(nlp: Language) -> None:
    for text in ("Hi there", "In France, Spain, Italy, Peru, Chile, India and Japan the app failed.", STORY):
        found = accepted(read(nlp, text), "country")
        assert country.GLOBAL not in found or found == [country.GLOBAL]


def test_the_other_topics_are_left_alone(nlp: Language) -> None:
    doc = make_doc(nlp, Report.from_text(STORY))
    doc._.topics = {"sector": ["kept"]}
    placed = PlacesComponent()(DatesComponent()(nlp.get_pipe("sentencizer")(doc)))
    doc = SettingComponent(load_model(), shipped_precedents())(placed)
    assert set(doc._.topics) == {"sector", *FIELDS}


@pytest.mark.parametrize("text", ["", " \n\n ", "\ufeff", "1", "😀 😀", "2021", "Paris", "\n\n2021-02-31\n\n"])
def test_hardly_any_text_is_no_error(nlp: Language, text: str) -> None:
    check(read(nlp, text))


WORDS = st.sampled_from(
    [
        "Paris,",
        "Texas",
        "ChatGPT",
        "2021",
        "last week",
        "Tesla",
        "in March",
        "U.S.",
        "\n\n",
        "was launched in 2015",
        "é",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=14).map(" ".join))
def test_every_value_has_exact_evidence_and_a_score(nlp: Language, text: str) -> None:
    check(read(nlp, text, published="2022-03-04", url="https://example.org/a"))


def check(doc: Doc) -> None:
    for name in FIELDS:
        scores = [topic.score for topic in doc._.topics[name]]
        for topic in doc._.topics[name]:
            assert topic.field == name and topic.evidence
            assert not math.isnan(topic.score) and 0 <= topic.score <= 1
            assert topic.inferred == (topic.why is not None)
            for span in topic.evidence:
                assert doc._.report.text[span.start : span.end] == span.text != ""
        if name != "released":
            assert scores == sorted(scores, reverse=True)


def test_a_mark_of_emphasis_stands_in_the_evidence(nlp: Language) -> None:
    check(read(nlp, "0\\[ The _cameras_ of **Norway** were bought in **March 2021** by a city."))


def test_a_domain_says_the_country_but_not_a_fashionable_one() -> None:
    gazetteer = load_gazetteer()
    assert country.country_of_address("https://www.example.co.uk/x", gazetteer) == "UK"
    assert country.country_of_address("https://example.com.au/x", gazetteer) == "Australia"
    assert country.country_of_address("https://example.gov/x", gazetteer) == "USA"
    assert [
        country.country_of_address(url, gazetteer) for url in ("https://example.io", "https://example.ai", "", None)
    ] == [None] * 4


def test_words_of_an_era_and_days_of_the_week_narrow_the_year() -> None:
    (era,) = eras.find_eras("It happened while President Biden was in office.")
    assert (era.first, era.last, era.span.text) == (2021, 2024, "President Biden")
    ((weekday, month, day),) = eras.find_weekdays("The car hit the wall on Friday, March 23, they said.")
    assert [y for y in range(2012, 2024) if eras.fits(weekday, month, day, y)] == [2012, 2018]
    assert eras.find_weekdays("on Friday, March 23, 2018") == []


def test_known_names_count_the_longest_name_and_leave_rows_out() -> None:
    table = NameTable(
        [Incident("A1", ("UK",), 2020), Incident("A2", ("USA",), 2021)],
        {"Acme": [0, 1], "Acme Scan": [1]},
        frozenset({"Acme Scan"}),
    )
    found = {known.name: known for known in table.find("Acme Scan failed. Acme denied it. Acmeology did not.")}
    assert [len(found[name].mentions) for name in ("Acme Scan", "Acme")] == [1, 1]
    assert found["Acme Scan"].system
    assert [known.name for known in table.find("Acme Scan and Acme", leave_out={"A2"})] == ["Acme"]
    assert NameTable.from_dict(table.to_dict()).rows == table.rows


def test_weights_made_for_other_features_are_refused() -> None:
    data = load_model().country.to_dict()
    with pytest.raises(ValueError, match="train again"):
        Ranker.from_dict({**data, "features": data["features"][1:]}, country.FEATURES)


def test_the_word_model_reads_what_it_wrote(tmp_path_factory: pytest.TempPathFactory) -> None:
    import numpy as np

    terms = count_terms("The police used it. The police said so.")
    assert terms["the police"] == 2
    model = WordModel(
        {"police": 0, "the police": 1},
        np.asarray([1.0, 2.0]),
        {"country": np.asarray([[1.0, 0.0], [0.5, -1.0]])},
        {"country": ["UK", "USA"]},
    )
    path = tmp_path_factory.mktemp("words") / "words.npz"
    model.save(path)
    again = WordModel.load(path)
    assert again.terms == model.terms and again.classes == model.classes
    scores = again.scores("country", again.vector("The police"))
    assert scores["UK"] > scores["USA"]
    assert set(again.scores("country", again.vector("nothing known")).values()) == {0.0}


def test_a_text_of_a_few_words_is_given_no_country_and_no_year_that_it_does_not_name(nlp: Language) -> None:
    doc = read(nlp, "The chatbot was switched off after complaints.")
    assert accepted(doc, "country") == accepted(doc, "occurred") == []
