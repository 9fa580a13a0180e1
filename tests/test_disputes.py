"""Disputes: whose part a report disputes in words that no rule knows, and the small reader that finds out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractor.drafting.statements import roles_of
from extractor.errors import ModelError
from extractor.pipeline import analyse, make_doc
from extractor.pipeline.annotations import Actor, TextSpan
from extractor.pipeline.disputes.component import denying
from extractor.pipeline.disputes.model import MOST_SENTENCES, SHORT, load_disputes
from extractor.pipeline.disputes.sentences import SentenceFilter
from extractor.pipeline.disputes.standing import standing
from extractor.pipeline.disputes.windows import MARKS, ids_of, marked, window_of
from extractor.pipeline.encoder.wordpiece import WordPieces
from extractor.pipeline.roles.statements import statements_of
from extractor.report import Report
from extractor.shipped import shipped_path

VOCABULARY = {piece: n for n, piece in enumerate(["[UNK]", "deny", "##ing", "un", "##believ", "##able", "e", ".", "’"])}


def named(text: str, *names: str) -> list[Actor]:
    return [
        Actor(name, "org", [TextSpan(at, at + len(name), name) for at in range(len(text)) if text.startswith(name, at)])
        for name in names
    ]


# Windows


def test_in_a_window_each_actor_is_a_mark_of_its_own():
    text = "Acme denied that Acme Vision sold cameras to Delta Police."
    window = marked(text, 0, len(text), named(text, "Acme", "Acme Vision", "Delta Police"))
    assert [actor.name for actor in window.actors] == ["Acme", "Acme Vision", "Delta Police"]
    assert window.pieces == ["", 0, " denied that ", 1, " sold cameras to ", 2, "."]
    marks = [100 + n for n in range(MARKS)]
    assert [n for n in ids_of(window, WordPieces(VOCABULARY).ids, marks) if n >= 100] == [100, 101, 102]


def test_a_crowd_keeps_its_names_beyond_the_last_mark():
    names = [f"Firm{n:02d}" for n in range(MARKS + 5)]
    text = " and ".join(names)
    window = marked(text, 0, len(text), named(text, *names))
    assert len(window.actors) == MARKS
    assert names[-1] in str(window.pieces[-1])


@given(st.data())
def test_a_window_loses_no_character_but_those_of_its_marks(data: st.DataObject):
    text = data.draw(st.text(alphabet="ab .", min_size=1, max_size=40))
    actors = named(text, *{data.draw(st.text(alphabet="ab", min_size=1, max_size=3)) for _ in range(3)})
    window = marked(text, 0, len(text), actors)
    rebuilt = ["" if isinstance(piece, int) else piece for piece in window.pieces]
    left = len(text) - sum(map(len, rebuilt))
    assert left == sum(len(window.actors[p].name) for p in window.pieces if isinstance(p, int))


# The filter


def test_the_filter_adds_up_the_weights_of_words_and_pairs():
    sift = SentenceFilter({"never": 1.0, "never sold": 2.0}, bias=-2.0, least=0.5)
    assert sift.score("We never bought it.") == pytest.approx(1 / (1 + np.e))
    assert sift.keeps("It NEVER sold any.")
    assert not sift.keeps("It was sold.")


# The reader


def test_the_reader_gives_the_same_judgement_whatever_the_actors_are_called():
    reader = load_disputes()
    scores = []
    for name in ("Oakmere Systems", "Zyx"):
        text = f"The cameras came from {name}, the paper wrote. {name} called the story pure invention."
        scores += [p for _, p in reader.judge(marked(text, 0, len(text), named(text, name)))]
    assert scores[0] == pytest.approx(scores[1], abs=1e-5)


def test_the_reader_is_deterministic_and_its_scores_are_probabilities():
    reader = load_disputes()
    text = "Delta Police insist that no such programme exists."
    once, again = (list(reader.judge(marked(text, 0, len(text), named(text, "Delta Police")))) for _ in range(2))
    assert once == again
    assert all(0 <= p <= 1 for _, scores in once for p in scores)


def test_a_window_that_is_too_long_is_cut_and_never_an_error():
    reader = load_disputes()
    text = "never " * 2000 + "Acme"
    assert list(reader.judge(marked(text, 0, len(text), named(text, "Acme")))) == []


def test_only_the_most_suspicious_sentences_of_a_long_report_are_read(nlp: Language):
    text = "Acme Vision denied that it had supplied the cameras. " * 40
    doc = nlp(make_doc(nlp, Report.from_text(text)))
    assert len(load_disputes().suspects(doc)) == MOST_SENTENCES


def test_a_short_text_is_read_whatever_its_words_and_a_long_one_where_it_denies(nlp: Language):
    few = nlp(make_doc(nlp, Report.from_text("Tarvik bought gates. " * 3)))
    many = nlp(make_doc(nlp, Report.from_text("Tarvik bought gates. " * (SHORT // 4 + 1))))
    assert len(load_disputes().suspects(few)) == 3
    assert load_disputes().suspects(many) == []


def test_a_broken_model_is_one_clear_error(tmp_path):
    (tmp_path / "disputes.json").write_text("{}")
    with pytest.raises(ModelError, match="reader of disputes"):
        load_disputes(tmp_path)


def test_a_broken_reader_is_one_clear_error_where_it_is_needed(tmp_path):
    (tmp_path / "disputes.json").write_bytes(shipped_path("models/disputes.json").read_bytes())
    with pytest.raises(ModelError, match="reader of disputes"):
        load_disputes(tmp_path)
    (tmp_path / "disputes.npz").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(ModelError, match="reader of disputes"):
        _ = load_disputes(tmp_path).reader


# Who can be meant


def meant(base_nlp: Language, text: str, *actors: Actor) -> dict[str, dict[str, float]]:
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    window = marked(text, 0, len(text), list(actors))
    judged = [(actor, {"developer": 0.9, "operator": 0.1}) for actor in actors]
    return {actor.name: dict(scores) for actor, scores in standing(doc, window, judged, 0.3)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Moldova's interior minister said that nobody had been given the kiosk.", "Moldova"),
        ("Not us, says the Lahore firm Nishan Tech of the essay marker.", "Lahore"),
        ("Not a single drone went to Belarus, the maker said.", "Belarus"),
    ],
)
def test_a_place_that_only_says_where_disputes_nothing(base_nlp: Language, text: str, place: str):
    assert place not in meant(base_nlp, text, *named(text, place))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Iran said it had supplied no drones to anybody.", "Iran"),
        ("The software was never used by Belarus, the minister said.", "Belarus"),
    ],
)
def test_a_place_that_acts_can_dispute(base_nlp: Language, text: str, place: str):
    assert place in meant(base_nlp, text, *named(text, place))


def test_a_public_body_that_disputes_is_meant_as_the_user(base_nlp: Language):
    text = "The Tarn Police said the scanners were not theirs. Acme said so too."
    police, firm = named(text, "Tarn Police", "Acme")
    police.kind = "police"
    found = meant(base_nlp, text, police, firm)
    assert found["Tarn Police"] == {"operator": 0.9, "developer": 0.15}
    assert found["Acme"] == {"operator": 0.1, "developer": 0.9}


# In a draft


DISPUTED = [
    (
        "Leaked invoices name Hollin Analytics as the maker of the scoring software used by the Tarn Valley Council. "
        "Hollin Analytics says the code was written by a rival and that it has no connection with the project.",
        ("Hollin Analytics", "developer"),
    ),
    (
        "Residents say the Belford Police Department scans faces at the market. "
        '"We own no such equipment and never have," a spokesman for the Belford Police Department said.',
        ("Belford Police Department", "operator"),
    ),
    (
        "Researchers traced the spyware to Kestrel Intelligence. Kestrel Intelligence called the report a work of "
        "fiction, and said that none of its products had been anywhere near the phones.",
        ("Kestrel Intelligence", "developer"),
    ),
    (
        "Residents of Tarvik say that the Tarvik Police Department watches the square with face recognition. "
        '"Those boxes count cars, and nothing else," a spokesman for the Tarvik Police Department said.',
        ("Tarvik Police Department", "operator"),
    ),
]
PLAIN = [
    "The scoring software was made by Hollin Analytics, which denies that it treats poorer applicants unfairly.",
    "The Belford Police Department has used the cameras since 2021. It did not respond to a request for comment.",
    "Uber denied a driver access to his account after its face check failed, and the company rejected his appeal.",
]


def disputed(nlp: Language, text: str) -> dict[tuple[str, str], dict]:
    roles = roles_of(analyse(nlp, Report.from_text(text)))
    return {(r["actor"], r["role"]): r for r in roles if r["status"] in ("denied", "contested")}


@pytest.mark.parametrize(("text", "key"), DISPUTED, ids=[key[0] for _, key in DISPUTED])
def test_a_disputed_part_is_never_plain_and_shows_the_words(nlp: Language, text: str, key: tuple[str, str]):
    role = disputed(nlp, text)[key]
    denials = [s for s in role["statements"] if s["holds"] == "denies"]
    assert denials
    assert all(text[s["start"] : s["end"]] == s["text"] for s in denials)


def test_the_words_that_are_shown_are_those_of_a_negated_sentence_that_names_the_actor(nlp: Language):
    text = (
        "A warrant names the Sollen Police as users of the face search. The Sollen Police were not among them.\n\n"
        "A spokesman read a statement on Friday, and the city council has asked for the whole contract."
    )
    doc = analyse(nlp, Report.from_text(text))
    first, *_, last = doc.sents
    window = window_of(doc, first, last)
    police = next(a for a in doc._.actors if "Sollen" in a.name)
    assert denying(doc, window, last, police).text.strip() == "The Sollen Police were not among them."
    assert denying(doc, window, last, Actor("The council", "council", [])) == last, "nothing negated names the council"


def test_what_only_the_reader_sees_is_inferred_and_leaves_the_value_in_the_entry(nlp: Language):
    alone = 0
    for text, key in DISPUTED:
        doc = analyse(nlp, Report.from_text(text))
        doc._.disputes = None
        ruled = any(s.holds == "denies" for s in statements_of(doc, text).get(key, ()))
        role = disputed(nlp, text)[key]
        assert all(s["inferred"] is not ruled for s in role["statements"] if s["holds"] == "denies")
        assert ruled or role["status"] == "contested"
        alone += not ruled
    assert alone


@pytest.mark.parametrize("text", PLAIN)
def test_denying_harm_or_access_or_saying_nothing_disputes_no_part(nlp: Language, text: str):
    assert disputed(nlp, text) == {}


def test_a_pipeline_without_the_reader_keeps_what_the_rules_say(base_nlp: Language):
    assert make_doc(base_nlp, Report.from_text("Acme denied it."))._.disputes is None


def test_a_report_without_actors_is_judged_to_have_no_disputes(nlp: Language):
    assert analyse(nlp, Report.from_text("nobody denied anything of the kind."))._.disputes == []
