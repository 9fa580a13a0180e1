"""Who acts in a report: one record per organisation or person, with every mention, alias and acronym."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ModelError
from extractor.pipeline import make_doc
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.cues import load_cues
from extractor.pipeline.actors.forms import clean_name, is_acronym_of, key_of, without_suffix, written_forms
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.actors.mentions import _pattern_matches
from extractor.pipeline.actors.recognised import is_false
from extractor.report import Report

TABLE = {
    "never": ["Target"],
    "names": [
        {
            "name": "Quellwerk/Sentra", "forms": ["Quellwerk/Sentra", "Sentra"], "operator": 1, "developer": 4, "both": 1,
            "rows": ["X1"], "country": "Germany", "kind": "company",
        },
        {
            "name": "Harbour Police Service (HPS)", "forms": ["Harbour Police Service", "HPS"], "operator": 3,
            "developer": 0, "both": 0, "rows": ["X2"], "country": "UK",
        },
        {"name": "Vellum Lab", "forms": ["Vellum Lab"], "operator": 1, "developer": 1, "both": 1, "rows": ["X5"]},
        {"name": "Target", "forms": ["Target"], "operator": 2, "developer": 0, "both": 0, "rows": ["X3"]},
    ],
    "systems": [
        {
            "name": "Sentra Gaze", "forms": ["Sentra Gaze", "Gaze"], "count": 3, "developers": [["Quellwerk/Sentra", 3]],
            "operators": [], "rows": ["X1"],
        },
        {
            "name": "Ward Decline Index (WDI)", "forms": ["Ward Decline Index", "WDI"], "count": 1,
            "developers": [["Quellwerk/Sentra", 1]], "operators": [], "rows": ["X4"],
        },
    ],
}  # fmt: skip

# [[words]] are the mentions of the one actor named after them.
MARKED = [
    ("The report by [[Orchid Rights Forum]] (ORF) is out. ORF wants a ban.", "Orchid Rights Forum", None),
    ("Cameras came from [[Sentra]]. [[Sentra]] is silent.", "Quellwerk/Sentra", "company"),
    ("The [[Harbour Police Service]] bought it. Critics of the [[HPS]] object.", "Harbour Police Service (HPS)", "police"),
    ("The [[Mandalay City Development Committee]] signed a contract.", "Mandalay City Development Committee", "council"),
    ("In May the [[Tarvik municipal council]] ordered cameras.", "Tarvik municipal council", "council"),
    ("A spokesman for [[Ostholm police]] said no.", "Ostholm police", "police"),
    ("The [[Ministry of Labour and Housing]] denied it.", "Ministry of Labour and Housing", "government"),
    ("The [[Central Bank of Ostholm]] has no such note.", "Central Bank of Ostholm", "government"),
    ("The [[Royal Bank of Ostholm]] lent it.", "Royal Bank of Ostholm", "company"),
    ("The [[Joint Council for the Welfare of Tenants]] sued.", "Joint Council for the Welfare of Tenants", "ngo"),
    ("A suit by the [[Campaign for Fair Loans]] is heard.", "Campaign for Fair Loans", "ngo"),
    ("The [[University of Ostholm]] tested the tool.", "University of Ostholm", "university"),
    ("Local companies [[Vell IT Solution]] (screens) and Daung Mir are paid.", "Vell IT Solution", "company"),
    ("Local companies Vell IT Solution (screens) and [[Daung Mir]] are paid.", "Daung Mir", "company"),
    ("[[Glimmerly]], a Danish start-up, sells the app.", "Glimmerly", "company"),
    ("The [[Tarvik County Sheriff's Office]] uses drones.", "Tarvik County Sheriff's Office", "police"),
    ("The [[Ostholm District Court]] ruled on Monday.", "Ostholm District Court", "court"),
    ("The app is the work of [[Pak ‘n’ Haul]], a chain of shops.", "Pak ‘n’ Haul", None),
    ("[[Her Majesty’s Tram Inspectorate]] spoke of a risk.", "Her Majesty’s Tram Inspectorate", "government"),
    ("The gates at [[Tarvik airport]] are closed.", "Tarvik airport", "org"),
    ("A bot of the hospital group [[Vestvard]] erred.", "Vestvard", "hospital"),
    ("[[Vellum Lab]] is silent. The bot is by the Seoul-based startup [[Vellum Lab]].", "Vellum Lab", "company"),
    ("The [[Tarvik Sheriff's Office]] bought it. The [[Sheriff's Office]] is silent.", "Tarvik Sheriff's Office", "police"),
    ("The [[Tarvik Sheriff’s Office]] and the [[Tarvik Sheriff's Office]].", "Tarvik Sheriff's Office", "police"),
    ("It fails, Prof [[Odile Marsh]] said. Prof [[Marsh]] said so twice, and Prof [[Marsh]] left.", "Odile Marsh", "person"),
    ("Its maker is [[Bluefen Robotics Ltd]]. [[Bluefen Robotics]] was told in June.", "Bluefen Robotics Ltd", "company"),
]  # fmt: skip


@pytest.fixture(scope="module")
def find(base_nlp):
    component = ActorsComponent(KnownNames.from_table(TABLE))

    def find(text):
        return component(base_nlp(make_doc(base_nlp, Report.from_text(text))))

    return find


@pytest.mark.parametrize(("marked", "name", "kind"), MARKED, ids=[m[1] + m[0][:12] for m in MARKED])
def test_marked_words_are_the_mentions_of_the_actor(find, marked, name, kind):
    text = marked.replace("[[", "").replace("]]", "")
    actors = {actor.name: actor for actor in find(text)._.actors}
    assert name in actors
    found = [m.text for m in actors[name].mentions]
    assert set(re.findall(r"\[\[(.*?)\]\]", marked)) <= set(found)
    assert kind is None or actors[name].kind == kind


def test_an_acronym_in_brackets_stands_for_the_name_from_then_on(find):
    doc = find("Orchid Rights Forum (ORF) published a study on Monday. Officials met ORF. The ORF was not convinced.")
    (actor,) = [a for a in doc._.actors if a.name == "Orchid Rights Forum"]
    assert [m.text for m in actor.mentions] == ["Orchid Rights Forum", "ORF", "ORF", "ORF"]
    assert "ORF" in actor.aliases


def test_a_surname_is_that_of_who_has_an_ordinal_behind_it(find):
    doc = find("Rowan Setzer III died. His mother sued. Setzer was a pupil, Setzer was 14.")
    assert [(a.name, len(a.mentions)) for a in doc._.actors if a.kind == "person"] == [("Rowan Setzer III", 3)]


def test_a_surname_alone_is_the_person_named_before(find):
    doc = find("Maria Tobin wrote the study. “It fails,” Tobin told the paper. Later Tobin left the town.")
    (actor,) = [a for a in doc._.actors if a.name == "Maria Tobin"]
    assert [m.text for m in actor.mentions] == ["Maria Tobin", "Tobin", "Tobin"]
    assert actor.kind == "person"


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        ("An apology came from the WDI office. The WDI is sorry.", []),
        ("Nurses read the index of decline on each ward. The WDI was wrong.", ["Ward Decline Index (WDI)"]),
        ("The Ward Decline Index failed.", ["Ward Decline Index (WDI)"]),
    ],
)
def test_three_letters_are_a_known_system_only_where_its_words_stand_too(find, text, systems):
    assert [s.name for s in find(text)._.systems if s.known == "X4"] == systems


def test_whose_app_is_a_system_is_an_organisation_all_the_same(find):
    doc = find("The KFC app told users to celebrate. A spokesperson for KFC was silent. KFC took the app offline.")
    assert ("KFC", "org") in {(a.name, a.kind) for a in doc._.actors}
    assert "KFC" in {s.name for s in doc._.systems}


def test_a_known_name_carries_the_databank_row_and_country(find):
    (actor,) = [a for a in find("Cameras made by Sentra hang there.")._.actors if a.known]
    assert (actor.name, actor.known, actor.country) == ("Quellwerk/Sentra", "X1", "Germany")


def test_of_two_bodies_the_last_words_mean_the_one_that_is_named_most(find):
    two = "The Tarvik Sheriff's Office and the Vell Sheriff's Office met. "
    once, often = f"{two}The Sheriff's Office left.", f"{two}Tarvik Sheriff's Office left. The Sheriff's Office left."
    assert "Sheriff's Office" in [a.name for a in find(once)._.actors]
    assert "Sheriff's Office" not in [a.name for a in find(often)._.actors]


def test_what_a_body_owns_is_no_longer_name_of_it(find):
    text = "Quorn Fidelity Credit Union lends. Quorn Fidelity is large. Quorn Fidelity’s Desk is not. Quorn Fidelity grows."
    assert "Quorn Fidelity" not in [a.name for a in find(text)._.actors]


def test_a_place_alone_is_not_its_council(find):
    doc = find("Tarvik is a town. The Tarvik municipal council bought cameras.")
    (council,) = [a for a in doc._.actors if a.kind == "council"]
    assert [m.text for m in council.mentions] == ["Tarvik municipal council"]


@pytest.mark.parametrize("name", ["Web Access Guidelines", "Harbour Data Charter", "Online Harms Directive"])
def test_documents_are_neither_actors_nor_systems(find, name):
    doc = find(f"The {name} was written in May, and the tool called {name} was praised. {name} is long.")
    assert name not in {one.name for one in (*doc._.actors, *doc._.systems)}


@pytest.mark.parametrize("word", ["AI", "CCTV", "GDPR", "Data Protection Act", "COVID-19", "CEO"])
def test_abbreviations_laws_and_titles_are_no_actors(find, word):
    names = {a.name for a in find(f"The rules on {word} changed, and {word} was debated by lawyers.")._.actors}
    assert word not in names


@pytest.mark.parametrize(
    "heading", ["Osterby Police Used Face Recognition Technology", "Tarvik Bank Sues Quorn Systems"]
)
def test_a_heading_is_no_actor(find, heading):
    assert heading not in {a.name for a in find(f"{heading}\n\nIt was debated by lawyers.")._.actors}


def test_a_common_word_of_the_table_is_not_looked_up(base_nlp):
    known = KnownNames.from_table(TABLE)
    text = "Target groups were told that Sentra sells to Target."
    assert [hit.form for hit in known.hits(base_nlp(text), text)] == ["Sentra"]


def test_a_table_that_is_none_is_refused(tmp_path):
    path = tmp_path / "names.json"
    path.write_text('{"names": 3}')
    with pytest.raises(ModelError, match=r"names\.json is not a table of names"):
        KnownNames.load(path)


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("LAPD", "Los Angeles Police Department", True),
        ("HRW", "Human Rights Watch", True),
        ("DWP", "Department for Work and Pensions", True),
        ("NEDA", "National Eating Disorder Association", True),
        ("CEO", "Los Angeles Police Department", False),
        ("Mr", "Maria Rossi", True),
        ("ABC", "Single", False),
    ],
)
def test_acronyms_follow_the_initials(short, full, fits):
    assert is_acronym_of(short, full) is fits


def test_written_forms_of_databank_names():
    assert written_forms("Los Angeles Police Department (LAPD)") == ["Los Angeles Police Department", "LAPD"]
    assert written_forms("Geolitica/PredPol")[1:] == ["Geolitica", "PredPol"]
    assert without_suffix("Scatter Lab Co., Ltd.") == "Scatter Lab"
    assert clean_name("the Ostholm Post’s") == "Ostholm Post"
    assert key_of("The Foo & Bar, Inc.") == key_of("Foo and Bar")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Sentra", "the Harbour Police Service (HPS)", "HPS", "Maria Tobin", "Tobin", "said", "that", ".", ",", "(", ")", "\n\n", "“Gaze”",
                "called Gaze", "Vell IT Solution Ltd.", "City of Ostholm", "’s", "AI", "used", "İstanbul police", "A/B", "of", "Ministry of",
            ]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_mentions_are_exact_and_no_two_actors_share_words(find, words):
    text = " ".join(words)
    doc = find(text)
    taken = []
    for actor in doc._.actors:
        assert actor.mentions
        assert actor.mentions == sorted(actor.mentions, key=lambda m: m.start)
        for mention in actor.mentions:
            assert text[mention.start : mention.end] == mention.text
            taken.append((mention.start, mention.end))
    taken.sort()
    assert all(one[1] <= two[0] for one, two in pairwise(taken))
    for system in doc._.systems:
        assert all(text[m.start : m.end] == m.text for m in system.mentions)


@pytest.mark.parametrize(
    ("name", "false"),
    [
        ("National Highway Traffic Safety Administration", False),
        ("Bill Ostrander", False),
        ("Harvard Law School", False),
        ("Activision", False),
        ("Online Safety Act", True),
        ("Data Protection Act 2018", True),
        ("Bill C-27", True),
        ("Highway 101", True),
        ("405 Freeway", True),
        ("2019", True),
    ],
)
def test_a_law_or_a_road_is_nobody_but_who_bears_the_word_in_a_name_is(name: str, false: bool):
    assert is_false(name, load_cues()) is false


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000,
        "The " + "A-" * 10_000,
        "The Aa " * 5_000,
        "Ministry of " * 4_000,
        "A. B. " * 4_000,
        "the Ab’c.d" * 2_000,
    ],
    ids=["one word", "hyphens", "capitals", "openers", "initials", "marks"],
)
def test_hostile_runs_of_capitals_take_no_time(text):
    cues = load_cues()
    started = time.process_time()
    for pattern in (cues.run, cues.described, cues.romance, cues.system_named, cues.system_nouned):
        assert sum(1 for _ in pattern.finditer(text)) >= 0
    assert sum(1 for _ in _pattern_matches(text, cues)) >= 0
    assert time.process_time() - started < 5


def test_a_name_ends_where_another_script_begins(base_nlp):
    component = ActorsComponent(KnownNames.from_table(TABLE))
    doc = component(
        base_nlp(make_doc(base_nlp, Report.from_text("The robot was built by Tarvik Robotics ได้เผยแพร่ in May.")))
    )
    assert [actor.name for actor in doc._.actors] == ["Tarvik Robotics"]
