"""Named systems and products of a report, with their developers where the databank knows them."""

from __future__ import annotations

import re

import pytest

from extractor.pipeline import make_doc
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.known import KnownNames
from extractor.report import Report
from tests.test_actors import TABLE

# [[words]] are the mentions of a system; sentences without brackets name none.
MARKED = [
    ("The town runs a chatbot called [[Zorbo]]. Users asked [[Zorbo]] for help."),
    ("A programme known as “[[Clear Streets]]” began in May."),
    ("Cameras with [[Gaze]] were tested."),
    ("The [[Risk Ranking Model]] (RRM) failed in court."),
    ("Teachers tried the [[Marklet]] app for a year."),
    ("The system was switched off. Its software was old."),
    ("The report into the [[Vera-2R]] tool found faults."),
    ("The [[Lumen-3]] system failed at the gate."),
    ("The agency's bot, [[Lumi]], failed. The city's new AI assistant, [[Morrow]], which is free, lied."),
    ("An app for Latta, who lives in Osterby, failed."),
    ("This tool and that app were built in a hurry."),
    ("Artificial intelligence is a technology."),
    ("He worked at the Industrial Model Township in Tarvik."),
    ("A student named Edda Tarn developed a detector. A patient called Ossian Wick was sent home."),
    ("Ossian Wick lost it all. Someone from the bank's support called Wick at home."),
    ("The insurer used an algorithm called [[nH Forecast]] to deny care."),
    ("Iranian-built drones fell near Osterby, and Chinese-designed cameras saw them."),
]


@pytest.fixture(scope="module")
def find(base_nlp):
    component = ActorsComponent(KnownNames.from_table(TABLE))
    return lambda text: component(base_nlp(make_doc(base_nlp, Report.from_text(text))))


@pytest.mark.parametrize("marked", MARKED, ids=[m[:30] for m in MARKED])
def test_marked_words_are_the_systems(find, marked):
    text = marked.replace("[[", "").replace("]]", "")
    wanted = re.findall(r"\[\[(.*?)\]\]", marked)
    mentions = [m.text for system in find(text)._.systems for m in system.mentions]
    assert [m for m in mentions if m != "RRM"] == wanted


def test_the_databank_knows_the_maker(find):
    (system,) = find("Cameras with Gaze were tested.")._.systems
    assert (system.name, system.developer, system.known) == ("Sentra Gaze", "Quellwerk/Sentra", "X1")


def test_an_acronym_in_brackets_is_the_system_too(find):
    (system,) = find("The Risk Ranking Model (RRM) failed. Judges no longer use RRM.")._.systems
    assert [m.text for m in system.mentions] == ["Risk Ranking Model", "RRM", "RRM"]


def test_the_end_of_a_systems_name_is_no_actor(find):
    doc = find(
        "The shop runs a system called Just Stroll Out. Shoppers like Just Stroll Out, and Stroll Out is new to Tarvik."
    )
    assert "Stroll Out" not in [a.name for a in doc._.actors]


def test_a_system_is_not_an_actor_as_well(find):
    doc = find("The Risk Ranking Model (RRM) failed. Judges no longer use RRM.")
    assert not [a for a in doc._.actors if "R" in a.name and "Model" in a.name]


def test_an_app_and_its_maker_may_share_a_name(find):
    doc = find(
        "A man died after chatting on an app called Zaphi. He used Zaphi for weeks, and Zaphi told him to. "
        "The bot was trained by the parent company, Zaphi Research , according to its founders. Zaphi's model is new."
    )
    assert [(actor.name, len(actor.mentions)) for actor in doc._.actors] == [("Zaphi Research", 1)]
    assert [system.name for system in doc._.systems] == ["Zaphi"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rules at Quell were broken. Quell said its Tide Model worked. Critics of Quell object.", ["Quell Medical"]),
        ("Rules at Quell were broken. Quell said its model worked. Critics of Quell object.", ["Quell"]),
    ],
)
def test_the_maker_of_a_known_system_has_its_whole_name(base_nlp, text, names):
    row = {"name": "Tide Model", "forms": ["Tide Model"], "count": 1, "operators": [], "rows": ["X9"]}
    table = TABLE | {"systems": [row | {"developers": [["Quell Medical", 1]]}]}
    component = ActorsComponent(KnownNames.from_table(table))
    assert [actor.name for actor in component(base_nlp(make_doc(base_nlp, Report.from_text(text))))._.actors] == names
