"""Who asserts and who denies a part: every party of a relation, denials by reference, and what denies nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from claims_marked import analyse
from spacy.language import Language

from extractor.pipeline.claims.contested import role_statements, status_of

SHIPPED = Path(__file__).parent / "claims" / "denials.jsonl"
ACTORS = {
    "Acme Vision": "company",
    "Orbis": "company",
    "Delta Police": "police",
    "Ministry of Health": "government",
    "Norland Council": "council",
    "Kade University": "university",
    "Privacy Now": "ngo",
    "Reuters": "media",
    "Jane Holt": "person",
}
# {D|…} the developer and {O|…} the operator, whose parts somebody denies; {d|…} and {o|…} those nobody denies.
DENIED = [
    "{D|Acme Vision} has always maintained that it has no business with {O|Delta Police}.",
    "{O|Delta Police} told Reuters that it is not a customer of {D|Acme Vision}.",
    "{O|Delta Police} is not a client of ours, said Jane Holt, chief executive of {D|Acme Vision}.",
    "The {O|Ministry of Health} insists it has never bought anything from {D|Acme Vision}.",
    "According to Privacy Now, {O|Delta Police} has been using face search since 2020. The force says this is not the case.",
    "Privacy Now alleges that the {O|Ministry of Health} purchased spyware from {D|Acme Vision}, which both deny.",
    "Both {D|Acme Vision} and {O|Delta Police} have denied that any such deal exists.",
    '"We have never sold to {O|Delta Police} and never will," an {D|Acme Vision} spokesperson said.',
    "Documents obtained by Privacy Now suggest that {O|Norland Council} tested the tool on pupils, but the council disputes this.",
    "Privacy Now accused {D|Acme Vision} of selling cameras to {O|Delta Police}, an accusation it called absurd.",
    "The Ministry of Health clarified that the chatbot was not built by {D|Acme Vision}.",
    '{D|Acme Vision} supplied the drones, Privacy Now says. Jane Holt, a spokeswoman for the company, said: "Absolutely not."',
    "Allegations that {O|Delta Police} bought hacking tools from {D|Acme Vision} were dismissed as fabrications by the force.",
    "Acme Vision says that it only ever sold the cameras to shops, not to {O|Delta Police}.",
    "Privacy Now identified {D|Acme Vision} as the maker of the drone. The company said it was not one of its products.",
    "{D|Acme Vision} strenuously denies the claim. Privacy Now had reported that it trained the model for {O|Delta Police}.",
    "{D|Acme Vision} has been named in a lawsuit as the developer of the tenant score, which it denies.",
    "{O|Delta Police} says it has never had access to the database.",
    "{O|Delta Police} does not possess such equipment, a spokesman for the force wrote in an email.",
    "{O|Norland Council} denied it was behind the cameras.",
    "{D|Acme Vision} denied being the source of the software.",
    "The {O|Ministry of Health} has denied awarding a contract to {D|Acme Vision}.",
    "The {O|Ministry of Health} denied that {D|Acme Vision} provided it with a triage tool.",
    "The {O|Ministry of Health} denied working with {D|Acme Vision} on the triage tool.",
    'Privacy Now claimed {O|Delta Police} had scanned fans\' faces. "This did not happen," the force said.',
    "Privacy Now claimed {O|Delta Police} had scanned fans' faces. Delta Police called that a lie.",
    "{D|Acme Vision} was never contracted by the {O|Ministry of Health}, according to its lawyers.",
    "The Ministry of Health said {D|Acme Vision} was not among its suppliers.",
    "{O|Kade University} says it holds no licence for the software.",
    "{D|Acme Vision} supplied the tool, said the ministry. The firm maintains that another company did.",
    "Despite repeated denials by {O|Delta Police}, Delta Police used the drones at least 30 times, the audit found.",
    "{D|Acme Vision} was wrongly identified as the maker of the app, the firm said.",
    "According to Reuters, {O|Delta Police} has denied that it operates drones.",
    "Privacy Now said {O|Delta Police} had tested the drones. The force insisted that no such trial had taken place.",
    "Privacy Now says {D|Acme Vision} built the app and {D|Orbis} the model. Acme Vision and Orbis denied involvement.",
    "{O|Delta Police} has never worked with an AI polygraph, the interior minister insisted.",
    "Not a single camera in the network was delivered by us, a representative of {D|Acme Vision} said.",
    "{D|Acme Vision} disputed a report by Privacy Now which said the company had supplied a face-matching service.",
    "Privacy Now names {D|Acme Vision} as the supplier. It was another firm that sold it, not us, Acme Vision said.",
    "A chief constable said officers had never used the tool. Privacy Now says {O|Delta Police} used it for years.",
    "“It is false that we use artificial intelligence to grade exams,” {O|Kade University} wrote.",
    "Privacy Now says {D|Acme Vision} supplied the cameras. The company says they have the wrong firm.",
    "{O|Norland Council} denied that an algorithm decided who was let in.",
    "The {O|Ministry of Health} said it was untrue that patients were being profiled by a computer.",
    "“Our cameras are not in that camp,” {D|Acme Vision} said.",
    "{D|Acme Vision} insists another vendor wrote the tool.",
    "{D|Acme Vision} has distanced itself from the calls.",
    "{O|Kade University} said that claims about a lie detector were made up.",
    "“This is not our product,” {D|Acme Vision} said.",
    "Privacy Now says software from {D|Acme Vision} guided the drones. The company said its software was not used there.",
    "The {O|Ministry of Health} denied that its inspectors were using the software.",
    "Privacy Now says the {O|Ministry of Health}, and not Delta Police, flew the drones. The ministry denied using drones.",
]  # fmt: skip
NOT_DENIED = [
    "{d|Acme Vision} denied that its cameras are biased. {o|Delta Police} has used them since 2020.",
    "{d|Acme Vision}, which supplies the cameras to {o|Delta Police}, denied breaking the law.",
    "{o|Privacy Now} called on {d|Acme Vision} to stop supplying the cameras to {o|Delta Police}.",
    "{o|Delta Police} did not comment on the use of the cameras, which {d|Acme Vision} supplied.",
    "{o|Delta Police} used the system on crowds. It denied that anyone had been wrongly arrested.",
    "{o|Norland Council} did not tell residents that it was using the cameras.",
    "{d|Acme Vision} would not deny that it built the tool.",
    "The {o|Ministry of Health} used the tool without telling patients. It said no data had been leaked.",
    "{d|Acme Vision} built the tool for {o|Delta Police}. It does not collect data on children, the company said.",
    "{o|Delta Police} said officers cannot use the software at protests.",
    "{o|Delta Police} has stopped using the software.",
    "{d|Acme Vision}'s cameras do not make the streets safe.",
    "{d|Acme Vision} denied that it had failed to supply the cameras on time.",
    "{o|Delta Police} said the algorithm it runs is not used to make final decisions.",
    "Privacy Now says {o|Delta Police} uses a tool built by {d|Acme Vision}. The force would neither confirm nor deny this.",
    "{d|Acme Vision}, which makes the tool, denied that it ranks women lower and called a claim of discrimination false.",
    "{d|Acme Vision} said it works hard to ensure its cameras are not used to harm anyone.",
    "{d|Acme Vision} said it does not have the right to access the content in the database.",
    "Jane Holt, a driver, said: “I don't use {d|Acme Vision} cameras. I am terrified of those things.”",
    "{o|Delta Police} told people not to use any navigation apps.",
    "{d|Acme Vision} does not use information from other apps to show adverts, the company said.",
    "The court dismissed an application by {d|Acme Vision}, which built the system.",
    "{o|Delta Police} used the system. Jane Holt disputed his account of the trip.",
    "{d|Acme Vision} denied that its algorithms use gender.",
    "Privacy Now said {d|Acme Vision} does not terminate their account.",
    "{d|Acme Vision} makes the app. It does not discuss clients, the company said.",
    "The judge rejected the claim that {o|Norland Council} used the cameras unlawfully.",
    "“The police are not part of this,” said Jane Holt, a law professor at {o|Kade University}. “They did not use it.”",
    "{d|Acme Vision} denied violating any regulations in its partnership with {d|Orbis}.",
]
FLOORS = {"dev": 43, "test": 21, "later": 39, "blind-dev": 61}
"""At least so many denied or contested roles come out as denied or contested; 44, 36, 46 and 72 are labelled so."""
PLAIN = {"dev": 1, "test": 5, "later": 2, "blind-dev": 5}
"""At most so many of them come out as asserted."""
WRONGLY = {"dev": 10, "test": 7, "later": 11, "blind-dev": 9}
"""At most so many roles that nobody denies come out as denied or contested."""


def read(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its marks, and (mark, name) of each."""
    marks = re.findall(r"\{(\w)\|([^}]+)\}", marked)
    return re.sub(r"\{\w\|([^}]+)\}", r"\1", marked), marks


@pytest.mark.parametrize("marked", DENIED)
def test_a_denied_part_is_denied_or_contested(base_nlp: Language, marked: str) -> None:
    text, marks = read(marked)
    found = role_statements(analyse(base_nlp, text, ACTORS))
    for mark, name in marks:
        role = {"D": "developer", "O": "operator"}[mark]
        assert status_of(found.get((name, role), [])) in ("denied", "contested"), (name, role)


@pytest.mark.parametrize("marked", NOT_DENIED)
def test_a_denial_of_something_else_denies_no_part(base_nlp: Language, marked: str) -> None:
    text, _ = read(marked)
    found = role_statements(analyse(base_nlp, text, ACTORS))
    assert {key: status for key, said in found.items() if (status := status_of(said)) != "asserted"} == {}


def test_every_party_of_a_relation_has_its_part(base_nlp: Language) -> None:
    found = role_statements(
        analyse(base_nlp, "Delta Police bought the drones from Acme Vision, officials said.", ACTORS)
    )
    assert {key: [s.holds for s in said] for key, said in found.items()} == {
        ("Delta Police", "operator"): ["asserts"],
        ("Acme Vision", "developer"): ["asserts"],
    }


def test_who_denies_any_part_denies_the_part_of_its_kind(base_nlp: Language) -> None:
    found = role_statements(analyse(base_nlp, "Acme Vision denied any involvement in the project.", ACTORS))
    assert {key for key, said in found.items() if status_of(said) == "denied"} == {("Acme Vision", "developer")}


@pytest.mark.parametrize("half", [*FLOORS])
def test_the_shipped_denial_passages_keep_their_figures(base_nlp: Language, half: str) -> None:
    counts: Counter[str] = Counter()
    for row in map(json.loads, SHIPPED.read_text(encoding="utf-8").splitlines()):
        if row["split"] != half:
            continue
        actors = {one["name"]: one["kind"] for one in row["actors"]}
        found = role_statements(analyse(base_nlp, row["text"], actors))
        mine = {f"{name}/{role}": status_of(said) for (name, role), said in found.items()}
        for key in {*row["roles"], *mine}:
            disputed = mine.get(key) in ("denied", "contested")
            if row["roles"].get(key) in ("denied", "contested"):
                counts["found"] += disputed
                counts["plain"] += mine.get(key) == "asserted"
            else:
                counts["wrongly"] += disputed
    assert counts["found"] >= FLOORS[half]
    assert counts["plain"] <= PLAIN[half]
    assert counts["wrongly"] <= WRONGLY[half]


def test_an_observer_that_is_not_named_has_no_part(base_nlp: Language) -> None:
    text = "Privacy Now called on the authorities to act. Acme Vision did not answer whether it had sold the cameras."
    assert all(name != "Privacy Now" for name, _ in role_statements(analyse(base_nlp, text, ACTORS)))


def test_who_denies_using_a_thing_says_nothing_of_its_maker(base_nlp: Language) -> None:
    found = role_statements(analyse(base_nlp, "Delta Police denied using Acme Vision's cameras.", ACTORS))
    assert {key: status_of(said) for key, said in found.items()} == {("Delta Police", "operator"): "denied"}


def test_a_source_of_the_report_has_no_part(base_nlp: Language) -> None:
    text = "Contrary to what was reported by Orbis, Kade University does not use AI on patients, its director said."
    found = role_statements(analyse(base_nlp, text, ACTORS))
    assert all(status_of(said) == "asserted" for (name, _), said in found.items() if name == "Orbis")
