"""What the databank gives the names of a report: looked up on the Doc, and spoken for in the sector alone."""

import re
from dataclasses import replace

import numpy as np
import pytest

from extractor.errors import ModelError
from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.annotations import Actor, System, TextSpan
from extractor.pipeline.precedents import shipped_precedents
from extractor.pipeline.topics.component import Topics
from extractor.pipeline.topics.habits import INPUTS, Habit, Habits, load_habits
from extractor.pipeline.topics.model import FieldModel, load_model
from extractor.report import Report

LABELS = ("automotive", "education")
SHARE = {"automotive": 0.1, "education": 0.1}
HABITS = Habits(
    SHARE,
    actors={"Varn": Habit(20, {"automotive": 18}), "Oslo": Habit(1, {"education": 1})},
    systems={"VarnDrive": Habit(4, {"automotive": 1})},
)
OURS = ("actors", "technologies", "places", "dates", "claims", "disputes", "roles", "setting", "topics")


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(exclude=OURS)


def doc_of(nlp, text, actors=(), systems=()):
    """A Doc whose given names are found wherever they stand in the text as words of their own."""
    doc = nlp(make_doc(nlp, Report.from_text(text)))
    spans = {
        name: [TextSpan.cut(text, *found.span()) for found in re.finditer(rf"\b{name}\b", text)]
        for name in (*actors, *systems)
    }
    doc._.actors = [Actor(name, "company", spans[name]) for name in actors]
    doc._.systems = [System(name, spans[name]) for name in systems]
    return doc


def test_a_name_speaks_for_what_the_databank_gives_it(nlp):
    inputs = HABITS.inputs(doc_of(nlp, "Varn is in court.", actors=["Varn"]), LABELS)
    assert inputs.shape == (len(LABELS), INPUTS)
    assert (inputs[0] > 0).all() and (inputs[1] < 0).all()


def test_one_incident_is_no_habit_yet(nlp):
    often = HABITS.inputs(doc_of(nlp, "Varn is in court.", actors=["Varn"]), LABELS)
    once = HABITS.inputs(doc_of(nlp, "Oslo is in court.", actors=["Oslo"]), LABELS)
    assert 0 < once[1, 1] < often[0, 1]


def test_names_that_the_databank_does_not_know_say_nothing(nlp):
    assert not HABITS.inputs(doc_of(nlp, "Tarn is in court.", actors=["Tarn"]), LABELS).any()
    assert not HABITS.inputs(doc_of(nlp, ""), LABELS).any()


def test_a_name_after_the_opening_speaks_in_the_whole_text_only(nlp):
    text = "The court sat. " * 100 + "Then VarnDrive was named."
    inputs = HABITS.inputs(doc_of(nlp, text, systems=["VarnDrive"]), LABELS)
    assert not inputs[:, 0].any() and inputs[0, 1] > 0


def test_a_name_of_several_incidents_explains_the_label_of_most_of_them(nlp):
    text = "Varn and Oslo use VarnDrive. Varn and Oslo made VarnDrive."
    doc = doc_of(nlp, text, actors=["Varn", "Oslo"], systems=["VarnDrive"])
    assert HABITS.known_for(doc, "automotive") == "Varn"
    assert HABITS.known_for(doc, "education") is None


def test_a_name_that_stands_only_once_explains_nothing(nlp):
    assert HABITS.known_for(doc_of(nlp, "Varn reports.", actors=["Varn"]), "automotive") is None


def test_a_name_moves_a_score_that_the_words_leave_open():
    plain = np.zeros(11 + INPUTS, np.float32)
    field = FieldModel(
        name="sector", labels=LABELS, terms=(("Automotive",), ("Education",)), columns=np.arange(2),
        prior=np.zeros(2, np.float32), hit_rate=np.ones(2, np.float32), strong_rate=np.ones(2, np.float32),
        weights=np.append(plain[:-1], np.float32(1)), bias=0.0, mean=plain, scale=plain + 1, threshold=0.5, floor=1.0,
        most=5, habits=True,
    )  # fmt: skip
    habits = np.zeros((2, INPUTS), np.float32)
    habits[0, -1] = 3
    scores = field.scores(np.zeros(2, np.float32), {}, habits)
    assert scores[0] > 0.9 and scores[1] == pytest.approx(0.5)


def test_the_shipped_table_knows_names_of_the_shipped_fields():
    habits = load_habits()
    for name, field in load_model().fields.items():
        assert field.habits == (name in habits)
    sector = habits["sector"]
    assert len(sector.actors) > 1000 and len(sector.systems) > 500
    assert set(load_model().fields["sector"].labels) <= sector.share.keys()
    assert max(sector.actors["Tesla"].labels.items(), key=lambda item: item[1])[0] == "automotive"


def test_a_model_that_looks_at_names_is_refused_without_their_table():
    with pytest.raises(ModelError, match="habits"):
        Topics(load_model(), {}, shipped_precedents())
    plain = {name: replace(field, habits=False) for name, field in load_model().fields.items()}
    Topics(replace(load_model(), fields=plain), {}, shipped_precedents())


def test_a_model_that_looks_at_precedents_is_refused_without_their_table():
    with pytest.raises(ModelError, match="precedents"):
        Topics(load_model(), load_habits())


@pytest.mark.parametrize("broken", [None, "[]", '{"fields": {"sector": {}}}', '{"fields": {"sector": 3}}'])
def test_a_broken_table_is_one_clear_error(tmp_path, broken):
    if broken is not None:
        (tmp_path / "habits.json").write_text(broken, encoding="utf-8")
    with pytest.raises(ModelError, match="habits"):
        load_habits(tmp_path)
