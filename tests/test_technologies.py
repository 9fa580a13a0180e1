"""Words of a report that name or describe a technology become the databank's terms."""

import re

import pytest
import spacy

from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.annotations import register_extensions
from extractor.pipeline.technologies.component import Technologies, load_phrases
from extractor.pipeline.technologies.trie import build, expand
from extractor.report import Report

OURS = ("actors", "technologies", "places", "dates", "claims", "disputes", "roles", "topics")
FACE, PLATE = "Facial recognition", "Automated license plate/number recognition (ALPR/ANPR)"

# [[words]] are the mentions; the term follows. A sentence without brackets must give no hit of that term.
MARKED = [
    ("The new system [[scans faces]] at the station.", FACE),
    ("Officers [[scan the drivers' faces]] at checkpoints.", FACE),
    ("Police bought [[face-recognition]] cameras.", FACE),
    ("Live [[facial recognition]] returned to the high street.", FACE),
    ("[[License plate readers]] stand at every junction.", PLATE),
    ("[[Licence-plate recognition]] was switched on.", PLATE),
    ("[[Number plate cameras]] watch the bridge.", PLATE),
    ("The council installed [[ANPR]] and rented [[ALPR]] units.", PLATE),
    ("The cameras [[read licence plates]] at night.", PLATE),
    ("Her [[chatbot]] told her to wait; other [[chatbots]] did too.", "Chatbot"),
    ("A [[deepfake video]] of the mayor was shared.", "Deepfake - video"),
    ("The car was on [[Autopilot]] when it crashed.", "Driver assistance system"),
    ("A [[self-driving]] lorry left the road.", "Self-driving system"),
    ("The [[pricing algorithm]] doubled fares.", "Pricing algorithm"),
    ("They trained a [[large language model]] on letters.", "Large language model (LLM)"),
    ("The tool turns [[text to speech]].", "Text-to-speech"),
    ("There is no facial recognition in the building.", FACE),
    ("The mall runs without any facial recognition.", FACE),
    ("The firm does not use facial recognition.", FACE),
    ("[[Facial recognition]] is not only inaccurate but unlawful.", FACE),
    ("The vendor offers not only [[facial recognition]] but dashboards.", FACE),
    ("He tried saving face after the vote.", FACE),
    ("She scans the page. Faces turned to her.", FACE),
]


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(exclude=[name for name in OURS if name != "technologies"])


@pytest.mark.parametrize(("marked", "term"), MARKED, ids=[m[0][:50] for m in MARKED])
def test_marked_words_are_the_mentions_of_the_term(nlp, marked, term):
    text = marked.replace("[[", "").replace("]]", "")
    wanted = re.findall(r"\[\[(.*?)\]\]", marked)
    doc = nlp(make_doc(nlp, Report.from_text(text)))
    mentions = [m for hit in doc._.technologies if hit.term == term for m in hit.mentions]
    assert [m.text for m in mentions] == wanted
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_one_hit_per_term_holds_every_mention_in_text_order(nlp):
    text = "Facial recognition failed.\n\nA chatbot answered. Face recognition failed again."
    doc = nlp(make_doc(nlp, Report.from_text(text)))
    assert [hit.term for hit in doc._.technologies] == [FACE, "Chatbot"]
    starts = [m.start for m in doc._.technologies[0].mentions]
    assert starts == sorted(starts) and len(starts) == 2
    assert all(hit.field == "technology" and hit.by.startswith("phrase: ") for hit in doc._.technologies)


def test_every_term_of_the_data_file_is_reached_by_every_one_of_its_phrases():
    register_extensions()
    blank = spacy.blank("en")
    component = Technologies()
    for term, phrases in load_phrases()["terms"].items():
        for phrase in phrases:
            for words in expand(phrase):
                doc = blank.make_doc(" ".join("really" if word == "~" else word for word in words))
                found = {hit.term for hit in component(doc)._.technologies}
                if len(doc) == len(words):  # the tokenizer may cut a word ("dall-e") in more pieces
                    assert term in found, (phrase, words)


def test_specific_terms_are_terms_of_the_file():
    data = load_phrases()
    assert set(data["specific"]["terms"]) <= set(data["terms"])


def test_phrases_expand_alternatives_and_optional_words():
    assert expand("a|b c? ~ d") == [
        ["a", "c", "~", "d"],
        ["a", "~", "d"],
        ["b", "c", "~", "d"],
        ["b", "~", "d"],
    ]


def test_a_gap_takes_up_to_three_words_and_no_more():
    trie = build([("T", ["watch ~ gate"])])
    blank = spacy.blank("en")
    for between, reached in ((0, True), (1, True), (3, True), (4, False)):
        doc = blank.make_doc("watch " + "very " * between + "gate")
        assert bool(list(trie.find(doc))) is reached
