"""The topics component: predicted fields with calibrated scores and exact evidence, and the purpose."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.databank import Vocabulary
from extractor.errors import ModelError
from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.annotations import TermHit, TextSpan
from extractor.pipeline.exact import exact
from extractor.pipeline.heading import heading_of
from extractor.pipeline.topics.component import CANDIDATES, Topics
from extractor.pipeline.topics.meaning import Meaning, WordVectors, load_vectors
from extractor.pipeline.topics.model import Companions, FieldModel, Hit, TopicModel, load_model
from extractor.pipeline.topics.purpose import find_purposes
from extractor.pipeline.topics.subterms import choose_term
from extractor.pipeline.word_counts import OPENING, count_features, count_opening, grams
from extractor.report import Report
from extractor.shipped import shipped_path

OURS = ("actors", "technologies", "places", "dates", "claims", "disputes", "roles", "setting", "topics")
WORDS = {"crash": 0, "car": 1, "pupils": 2, "deepfake": 3, "biased": 4}
LABELS = ("cars", "schools", "other")


def tiny_field(**changes):
    """A field whose second stage passes the first stage's logit through."""
    same = {
        "name": "sector", "labels": LABELS, "terms": (("Automotive",), ("Education",), ("Multiple",)),
        "columns": np.arange(3), "prior": np.zeros(3, np.float32), "hit_rate": np.ones(3, np.float32), "strong_rate": np.ones(3, np.float32),
        "weights": np.array([1, 0, 0, 0, 0, 2, 0, 0, 0, 0.5, 0], np.float32), "bias": 0.0, "mean": np.zeros(11, np.float32),
        "scale": np.ones(11, np.float32), "threshold": 0.5, "floor": 1.0, "most": 5,
    }  # fmt: skip
    return FieldModel(**{**same, **changes})


def tiny_model(*fields):
    weights = np.zeros((len(WORDS), 5), np.int8)
    weights[0, 0], weights[1, 0], weights[2, 1], weights[4, 3], weights[3, 4] = 100, 50, 100, 100, 100
    return TopicModel(
        vocabulary=WORDS, idf=np.full(len(WORDS), 3, np.float32), weights=weights, scale=np.full(5, 0.05, np.float32),
        bias=np.full(5, -2, np.float32),
        position={at: at for at in range(5)}, fields={f.name: f for f in fields or (tiny_field(),)}, about={},
    )  # fmt: skip


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(exclude=OURS)


@pytest.fixture(scope="module")
def shipped():
    return load_pipeline(exclude=[name for name in OURS if name not in ("technologies", "topics")])


def predict(nlp, text, model=None, title=None, hits=(), url=None):
    doc = nlp(make_doc(nlp, Report.from_text(text, title=title, url=url)))
    doc._.technologies = list(hits)
    return Topics(model or tiny_model())(doc)._.topics


def test_evidence_is_the_sentence_that_carries_most_of_the_decision(nlp):
    text = "The company spoke on Monday.\n\nA car hit a wall. The crash hurt nobody. Rain fell."
    (topic,) = [t for t in predict(nlp, text)["sector"] if t.accepted]
    assert (topic.term, topic.inferred) == ("Automotive", True)
    assert [e.text for e in topic.evidence] == ["The crash hurt nobody."]
    assert topic.why == "decided by “crash”"


def test_words_that_speak_against_a_value_are_not_said_to_have_decided(nlp):
    weights = tiny_model().weights.copy()
    weights[1, 0] = -50
    model = tiny_model()
    model = replace(model, weights=weights)
    topics = predict(nlp, "The car crash was loud.", model)["sector"]
    assert [t.why for t in topics if t.term == "Automotive"] == ["decided by “crash”"]


def test_values_below_the_threshold_stay_as_candidates_best_first(nlp):
    topics = predict(nlp, "The crash and the pupils.", tiny_model(tiny_field(threshold=0.99)))["sector"]
    assert not any(t.accepted for t in topics)
    assert len(topics) <= CANDIDATES
    assert [t.score for t in topics] == sorted((t.score for t in topics), reverse=True)


def test_the_best_value_is_accepted_below_the_threshold_from_the_floor_on(nlp):
    accepted = lambda floor: [  # noqa: E731
        t.term
        for t in predict(nlp, "The crash.", tiny_model(tiny_field(threshold=0.999, floor=floor)))["sector"]
        if t.accepted
    ]
    assert accepted(0.2) == ["Automotive"]
    assert accepted(1.0) == []


def test_a_single_valued_field_takes_the_best_only(nlp):
    model = tiny_model(tiny_field(threshold=0.05, most=1))
    assert [t.term for t in predict(nlp, "The crash and the pupils; crash!", model)["sector"] if t.accepted] == [
        "Automotive"
    ]


def test_a_field_with_one_value_leaves_its_most_common_only_for_what_is_likelier_than_not(nlp):
    usual = np.array([0, 0, 3], np.float32)
    field = tiny_field(prior=usual, threshold=0.5, floor=0.0, most=1, common=True)
    taken = lambda text: [t.term for t in predict(nlp, text, tiny_model(field))["sector"] if t.accepted]  # noqa: E731
    assert taken("The crash.") == ["Automotive"]
    assert taken("The biased deepfake.") == ["Multiple"]


def test_a_stated_purpose_gives_way_to_a_usual_one_that_is_likely(nlp):
    text = "The app is used to sort mail. The crash!"
    found = {}
    for likely in (True, False):
        field = tiny_field(name="purpose", terms=(("Sort post",), ("B",), ("C",)), threshold=0.5 if likely else 0.999)
        found[likely] = predict(nlp, text, tiny_model(field))["purpose"]
    assert [(t.term, t.inferred) for t in found[True] if t.accepted] == [("Sort post", True)]
    assert [(t.term, t.inferred) for t in found[False] if t.accepted] == [("Sort mail", False)]
    assert "Sort mail" in [t.term for t in found[True]] and "Sort post" in [t.term for t in found[False]]


def test_a_term_whose_words_are_in_the_text_is_not_inferred(nlp):
    field = tiny_field(name="technology", terms=(("Drone",), ("Chatbot",), ("Robotics",)))
    text = "A drone fell."
    hit = TermHit("technology", "Drone", [TextSpan.cut(text, 2, 7)], "phrase: drone")
    with_hit = predict(nlp, text, tiny_model(field), title="Crash", hits=[hit])["technology"][0]
    without = predict(nlp, text, tiny_model(field), title="Crash")["technology"][0]
    assert (with_hit.term, with_hit.inferred, with_hit.evidence[0].text) == ("Drone", False, "drone")
    assert without.inferred and with_hit.score > without.score


def test_a_title_outside_the_text_counts_but_evidence_stays_in_the_text(nlp):
    text = "It happened at noon."
    topics = predict(nlp, text, title="Car crash")["sector"]
    assert topics[0].accepted and topics[0].evidence[0].text == text


@pytest.mark.parametrize("text", ["", " \n ", "Nothing known here.", "…", "\n\n\u200b\n"])
def test_texts_without_known_words_predict_nothing_and_do_not_fail(nlp, text):
    assert predict(nlp, text).get("sector", []) == []


def test_other_components_fields_stay(nlp):
    doc = nlp(make_doc(nlp, Report.from_text("The crash.")))
    doc._.topics = {"country": ["kept"]}
    assert Topics(tiny_model())(doc)._.topics["country"] == ["kept"]


@pytest.mark.parametrize(
    ("field", "label", "text", "term"),
    [
        ("issue", "bias/discrimination", "Racial bias: Black women and other Black people.", "Bias/discrimination - race"),
        ("issue", "bias/discrimination", "It favours men over women; women were left out.", "Bias/discrimination - gender"),
        ("issue", "bias/discrimination", "It is unfair.", "Bias/discrimination"),
        ("issue", "freedom of expression", "Protesters at the protest were filmed; activists fear it.",
         "Freedom of expression - right of assembly"),
        ("technology", "deepfake", "A fake audio recording of his voice.", "Deepfake - audio"),
        ("technology", "deepfake", "The video and the footage are fake.", "Deepfake - video"),
    ],
)  # fmt: skip
def test_a_subterm_needs_its_words_in_the_text(field, label, text, term):
    chosen, places = choose_term(field, label, ("plain",), text)
    assert chosen == term
    assert len(places) != 1


def test_subterms_that_the_text_does_not_support_leave_the_plain_term():
    assert choose_term("sector", "education", ("Education",), "race race race") == ("Education", [])


PURPOSES = [
    ("The software is used to [[detect welfare fraud]], officials said.", "Detect welfare fraud"),
    ("The system was designed to [[predict burglaries in the suburbs]].", "Predict burglaries in the suburbs"),
    ("The system was designed to [[determine addiction risk]] at all.", "Determine addiction risk"),
    ("It is a tool for [[screening job applicants]].", "Screen job applicants"),
    ("Police use the algorithm to [[identify suspects]] in the city.", "Identify suspects in the city"),
    ("The tool was not used to judge people.", None),
    ("He went to buy bread.", None),
    ("The system is used to [[check on women]] until they are safe.", "Check on women"),
    ("The system is used to [[determine whether a visa should be given]].", "Determine whether a visa should be given"),
    ("Internal studies of the software were designed to generate good results.", None),
    ("The system is designed to overcome the fact that witnesses forget.", None),
    ("The algorithm is used to be cheap.", None),
    ("We build technology designed to make progress in this area.", None),
]


@pytest.mark.parametrize(("marked", "term"), PURPOSES, ids=[p[0][:40] for p in PURPOSES])
def test_the_purpose_is_what_the_text_says_a_system_is_for(nlp, marked, term):
    text = marked.replace("[[", "").replace("]]", "")
    found = find_purposes(nlp(make_doc(nlp, Report.from_text(text))))
    assert [t.term for t in found if t.accepted] == ([term] if term else [])
    for topic in found:
        assert all(text[e.start : e.end] == e.text for e in topic.evidence)
        assert not topic.inferred
    if term:
        start = marked.index("[[")
        assert found[0].evidence[0].start == start


@settings(deadline=None)
@given(st.text())
def test_features_stand_where_they_say(text):
    for word, at in grams(text):
        found = re.match(r"[^\W_]+(?:['’.\-][^\W_]+)*", text[at:])
        assert found and found.group().lower().replace("’", "'") == word


def test_the_title_counts_once_as_text_wherever_it_stands():
    inside = count_features("Robot falls\n\nIt was heavy.", "Robot falls")
    outside = count_features("It was heavy.", "Robot falls")
    assert inside == outside
    assert outside["robot"] == 1 and outside["t:robot"] == 1


def test_a_first_line_that_is_the_heading_counts_once_as_text():
    report = Report.from_text("Robot falls on town hall\n\nIt was heavy.")
    counts = count_features(report.text, heading_of(report))
    assert counts["robot"] == counts["t:robot"] == 1


def test_without_a_title_the_words_of_the_address_count(nlp):
    address = "https://paper.example/2024/car-crash-in-tarvik-town.html"
    found, without = (predict(nlp, "The town is quiet now.", url=url) for url in (address, None))
    assert not without
    assert [t.term for t in found["sector"] if t.accepted] == ["Automotive"]
    assert all(span.text in "The town is quiet now." for t in found["sector"] for span in t.evidence)


def test_a_text_vector_has_length_one_and_leaves_unknown_words_out():
    index, value = tiny_model().vector(Counter({"crash": 3, "car": 1, "unheard": 9}))
    assert sorted(index.tolist()) == [0, 1]
    assert float((value**2).sum()) == pytest.approx(1, abs=1e-5)


def test_a_specific_label_that_the_report_opens_with_and_comes_back_to_is_enough():
    field, logits = tiny_field(specific=frozenset({"schools"})), np.full(3, -9, np.float32)
    scores = lambda hit: field.scores(logits, {"schools": hit, "other": hit})  # noqa: E731
    assert scores(Hit(2, True))[1] == pytest.approx(0.6) and scores(Hit(2, True))[2] < 0.1
    assert scores(Hit(1, True))[1] < 0.1 and scores(Hit(5, False))[1] < 0.1


def test_a_label_too_rare_to_train_has_its_bias_alone():
    model = replace(tiny_model(), position={0: 0}, weights=tiny_model().weights[:, :1], scale=np.ones(1, np.float32))
    index, value = model.vector(Counter({"crash": 1, "pupils": 1}))
    assert model.logits(index, value)[1] == model.bias[1]
    assert model.logits(index, value)[0] > model.bias[0]
    assert not model.column(1, index).any() and model.column(0, index).any()


def test_company_raises_a_label_that_often_comes_with_a_likely_one():
    lift = np.array([[0, 3, -3], [3, 0, 0], [-3, 0, 0]], np.float32)
    third = Companions(lift, np.array([1, 0.5, 0.5], np.float32), 0.0)
    before = np.array([0.9, 0.3, 0.3], np.float32)
    after = third.scores(before)
    assert after[1] > before[1] and after[2] < before[2]


def test_words_found_in_the_text_raise_a_score():
    field, logits = tiny_field(), np.array([-1, -2, -3], np.float32)
    plain, found, strong = (
        field.scores(logits, h)[1] for h in ({}, {"schools": Hit(1, True)}, {"schools": Hit(2, True)})
    )
    assert plain < found < strong


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(["", "Police use facial recognition to find women; a chatbot sued. "]))
def test_the_shipped_model_has_exact_evidence_scores_in_range_and_repeats_itself(shipped, noise, opening):
    report = Report.from_text(opening + noise, title="Police camera")
    docs = [exact(shipped(make_doc(shipped, report))) for _ in range(2)]
    assert docs[0]._.topics == docs[1]._.topics
    for topics in docs[0]._.topics.values():
        for topic in topics:
            assert 0 <= topic.score <= 1
            assert topic.evidence
            assert all(report.text[e.start : e.end] == e.text and e.text.strip() for e in topic.evidence)
            assert topic.why or not topic.inferred


def test_every_term_of_the_shipped_model_is_in_the_vocabulary():
    vocabulary = Vocabulary()
    for name, field in load_model().fields.items():
        if name == "purpose":  # free text
            continue
        known = set(vocabulary.terms(name))
        for label, terms in zip(field.labels, field.terms, strict=True):
            assert set(terms) <= known
            assert choose_term(name, label, terms, "")[0] in known


def test_subterms_of_the_data_file_are_in_the_vocabulary():
    vocabulary = Vocabulary()
    probes = {
        "issue": ["bias/discrimination", "employment", "legal", "freedom of expression"],
        "technology": ["deepfake"],
    }
    everything = (
        "black latino women older people disabled muslim nationality gay poverty conservative job loss wages fired \
working conditions unions censored protest defamed compliance video audio image "
    )
    for field, labels in probes.items():
        for label in labels:
            for word in re.findall(r"\w+", everything):
                assert choose_term(field, label, ("?",), f"{word} {word}")[0] in vocabulary.terms(field)


def test_the_shipped_model_is_small():
    files = ("topics.npz", "topics.json", "vectors.npz", "habits.json")
    assert sum(shipped_path(f"models/{name}").stat().st_size for name in files) < 15_000_000


def tiny_vectors():
    return WordVectors(
        vocabulary={"car": 0, "lorry": 1, "school": 2}, vectors=np.array([[100, 10], [100, 0], [0, 100]], np.int8),
        scale=np.full(2, 0.01, np.float32), rarity=np.ones(3, np.float32),
    )  # fmt: skip


def test_words_of_one_meaning_lie_near_each_other_at_length_one():
    car, lorry, school = (tiny_vectors().point(Counter([word])) for word in ("car", "lorry", "school"))
    assert car @ lorry > 0.9 > 0.2 > lorry @ school
    assert float(car @ car) == pytest.approx(1, abs=1e-5)


def test_words_without_a_vector_say_nothing():
    meaning = Meaning(tiny_vectors(), np.ones((2, 3), np.float32), np.array([-1, -2, -3], np.float32))
    assert meaning.logits(Counter({"unheard": 4, "t:car": 1})).tolist() == [-1, -2, -3]
    assert tiny_vectors().point(Counter()).tolist() == [0, 0]


def test_the_opening_is_title_and_first_words_of_the_text():
    text = "Robot falls. " + "It was heavy. " * 100 + "Nobody paid."
    assert len(text) > OPENING
    found = count_opening(text, "Camera sees")
    assert found["camera"] == found["t:camera"] == found["robot"] == 1
    assert "paid" not in found and "paid" in count_features(text, None)
    assert count_opening(text, "Camera sees", list(grams(text))) == found


def test_a_field_hears_as_many_views_as_it_was_trained_on():
    views = np.array([[0, 0, 0], [-1, 2, -3], [5, -5, -5]], np.float32)
    weights = np.concatenate([tiny_field().weights, np.array([1, 0, 0, 0], np.float32)])
    changes = {"weights": weights, "mean": np.zeros(15, np.float32), "scale": np.ones(15, np.float32), "views": 2}
    two = tiny_field(**changes).scores(views, {})
    assert two[1] > two[0] > two[2]
    assert tiny_field().scores(views, {}).tolist() == tiny_field().scores(views[0], {}).tolist()


def test_what_a_report_is_about_moves_a_score_that_its_words_leave_open(nlp):
    weights = np.concatenate([tiny_field().weights, np.array([3, 0, 0, 0], np.float32)])
    field = tiny_field(weights=weights, mean=np.zeros(15, np.float32), scale=np.ones(15, np.float32), views=2)
    meaning = Meaning(
        tiny_vectors(), np.array([[2, -2, 0, 0, 0], [-2, 2, 0, 0, 0]], np.float32), np.zeros(5, np.float32)
    )
    model = replace(tiny_model(field), meaning=meaning)
    topics = predict(nlp, "A lorry had a crash.", model)["sector"]
    assert topics[0].term == "Automotive" and topics[0].accepted
    assert "crash" in topics[0].why and "lorry" not in topics[0].why


@pytest.mark.parametrize("broken", ["garbage", "mismatch"])
def test_broken_word_vectors_are_one_clear_error(tmp_path, broken):
    path = tmp_path / "vectors.npz"
    if broken == "garbage":
        path.write_bytes(b"not an archive")
    else:
        words, one = np.frombuffer(b"one\ntwo", dtype=np.uint8), np.ones(1, np.float32)
        np.savez(path, words=words, vectors=np.ones((1, 1), np.int8), scale=one, rarity=one)
    with pytest.raises(ModelError, match="word vectors"):
        load_vectors(path)


def test_a_model_of_other_word_vectors_is_refused(tmp_path):
    table = shipped_path("models/topics.json").read_text(encoding="utf-8")
    (tmp_path / "topics.npz").write_bytes(shipped_path("models/topics.npz").read_bytes())
    (tmp_path / "topics.json").write_text(re.sub(r'"vectors": \d+', '"vectors": 1', table), encoding="utf-8")
    with pytest.raises(ModelError, match="other word vectors"):
        load_model(tmp_path)


@pytest.mark.parametrize("broken", ["missing", "garbage", "mismatch"])
def test_a_broken_model_is_one_clear_error(tmp_path, broken):
    if broken != "missing":
        table = shipped_path("models/topics.json").read_text(encoding="utf-8")
        (tmp_path / "topics.json").write_text(table, encoding="utf-8")
        if broken == "garbage":
            (tmp_path / "topics.npz").write_bytes(b"not an archive")
        else:
            names = np.frombuffer(b"one\ntwo", dtype=np.uint8)
            one = np.ones(1, np.float32)
            np.savez(
                tmp_path / "topics.npz",
                weights=np.ones((1, 1), np.int8),
                scale=one,
                bias=one,
                idf=one,
                vocabulary=names,
                trained=np.zeros(1, np.int32),
                **{"meaning.weights": one, "meaning.bias": one},
            )
    with pytest.raises(ModelError, match="topics model"):
        load_model(tmp_path)


def test_a_name_that_few_texts_hold_is_no_reason(nlp):
    model = tiny_model()
    model = replace(model, idf=np.where(np.arange(len(WORDS)) == 0, 9.0, 3.0).astype(np.float32))
    topics = predict(nlp, "The car stood. The crash was loud.", model)["sector"]
    assert ["crash" in (t.why or "") for t in topics if t.term == "Automotive"] == [False]
