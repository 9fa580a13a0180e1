"""Who asserts and who denies an actor's part, and what status follows."""

from __future__ import annotations

import pytest
from claims_marked import analyse
from spacy.language import Language

from extractor.pipeline.annotations import Statement, TextSpan
from extractor.pipeline.claims.contested import role_statements, status_of

ACTORS = {
    "Acme Vision": "company",
    "Delta Police": "police",
    "Norland Council": "council",
    "Privacy Now": "ngo",
    "Reuters": "media",
    "Jane Holt": "person",
}
WORDINGS = [
    ("Acme Vision rejected claims that it had sold the cameras.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said it had never provided the software.", "Acme Vision", "developer", "denied"),
    ("Acme Vision disputed that it built the system.", "Acme Vision", "developer", "denied"),
    ("Acme Vision insisted it did not supply the cameras.", "Acme Vision", "developer", "denied"),
    ("Acme Vision told Reuters it is not involved in operating the cameras.", "Acme Vision", "operator", "denied"),
    ("Acme Vision said it was not the vendor.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said there is no contract with Norland Council.", "Acme Vision", "developer", "denied"),
    ("Acme Vision refuted reports that it developed the algorithm.", "Acme Vision", "developer", "denied"),
    ("No such system was supplied, Acme Vision said.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said it neither built nor operated the cameras.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said it neither built nor operated the cameras.", "Acme Vision", "operator", "denied"),
    ("Acme Vision is adamant that it did not sell the drones.", "Acme Vision", "developer", "denied"),
    (
        '"We did not supply these cameras," said Jane Holt, a spokeswoman for Acme Vision.',
        "Acme Vision",
        "developer",
        "denied",
    ),
    (
        "Officials said Acme Vision supplied the cameras. The company denied it.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "Officials said Acme Vision supplied the cameras. Acme Vision denied the claim.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "Privacy Now said the cameras were supplied by Acme Vision. A spokesperson for the firm denied the allegations.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "The cameras were built by Acme Vision, according to Privacy Now. The company said that was untrue.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "The cameras were built by Acme Vision. The company, however, says it has no role in the project.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "Reports that Acme Vision sold the cameras to the council are false, the company said.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    ("Acme Vision has denied selling facial recognition to Delta Police.", "Acme Vision", "developer", "denied"),
    ("Delta Police denied using facial recognition.", "Delta Police", "operator", "denied"),
    ("Delta Police said it does not use the software and never has.", "Delta Police", "operator", "denied"),
    ("Delta Police denied ever having deployed the drones.", "Delta Police", "operator", "denied"),
    ("A spokesperson for Delta Police said the force had not used the tool.", "Delta Police", "operator", "denied"),
    ("The use of the tool was denied by Delta Police.", "Delta Police", "operator", "denied"),
    (
        "Leaked files show Delta Police used the software. The force denied this.",
        "Delta Police",
        "operator",
        "contested",
    ),
    (
        "According to Privacy Now, Delta Police deployed the cameras at the rally. Delta Police denied that.",
        "Delta Police",
        "operator",
        "contested",
    ),
    (
        "It is not true that Acme Vision supplied the software, the company told Reuters.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    ("Acme Vision says it has not sold its products in the country since 2015.", "Acme Vision", "developer", "denied"),
    ("Acme Vision denied having any involvement in the development of the app.", "Acme Vision", "developer", "denied"),
    ("Acme Vision denied any role in the project.", "Acme Vision", "developer", "denied"),
    ("Acme Vision denied providing the technology.", "Acme Vision", "developer", "denied"),
    (
        "Acme Vision later denied that it provided the facial and license plate recognition technologies, and said it is not involved in any actual operation and data storage or processing.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    (
        "Acme Vision later denied that it provided the facial and license plate recognition technologies, and said it is not involved in any actual operation and data storage or processing.",
        "Acme Vision",
        "operator",
        "denied",
    ),
    ("Acme Vision denied that it did not supply the cameras.", "Acme Vision", "developer", "asserted"),
    ("Acme Vision did not deny supplying the cameras.", "Acme Vision", "developer", "asserted"),
    ("Acme Vision confirmed that it supplied the cameras.", "Acme Vision", "developer", "asserted"),
    ("Acme Vision declined to comment on whether it supplied the cameras.", "Acme Vision", "developer", "asserted"),
    ("Acme Vision denied that the cameras it sold were faulty.", "Acme Vision", "developer", "asserted"),
    ("Acme Vision has pushed back against reports that it designed the system.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said it had no contract to supply the cameras.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said it does not sell to governments.", "Acme Vision", "developer", "denied"),
    ("Acme Vision said claims it had supplied the software were baseless.", "Acme Vision", "developer", "denied"),
    (
        'In a statement to Reuters, Acme Vision said that it "has never supplied" the system.',
        "Acme Vision",
        "developer",
        "denied",
    ),
    (
        '"Acme Vision has never sold facial recognition," the company said in a statement.',
        "Acme Vision",
        "developer",
        "denied",
    ),
    (
        "The company behind the tool, Acme Vision, denies it built the scoring software.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    ("Acme Vision says it only built the tool and does not operate it.", "Acme Vision", "operator", "denied"),
    (
        "Acme Vision vehemently denies that its software was supplied to Delta Police.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    ("Acme Vision flatly rejected the suggestion that it was the supplier.", "Acme Vision", "developer", "denied"),
    ("Acme Vision maintains that the software was not developed by it.", "Acme Vision", "developer", "denied"),
    ('Acme Vision told Reuters: "We have not provided any such technology."', "Acme Vision", "developer", "denied"),
    ("Acme Vision issued a denial that it had supplied the cameras.", "Acme Vision", "developer", "denied"),
    ("Acme Vision's denial that it built the system surprised officials.", "Acme Vision", "developer", "denied"),
    (
        "Acme Vision distanced itself from the project, saying it had never supplied the cameras.",
        "Acme Vision",
        "developer",
        "denied",
    ),
    (
        "Privacy Now accused Acme Vision of supplying the drones. Acme Vision called the accusation baseless.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    (
        "Privacy Now says Acme Vision built the app, a claim the company denies.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    ("Privacy Now says Acme Vision built the app, which the company denies.", "Acme Vision", "developer", "contested"),
    (
        "Acme Vision, which denies building the app, was named by Privacy Now as the developer.",
        "Acme Vision",
        "developer",
        "contested",
    ),
    ("The app was built by Acme Vision, something the company has denied.", "Acme Vision", "developer", "contested"),
    (
        "Acme Vision supplied the cameras, documents show. The firm said it had supplied none.",
        "Acme Vision",
        "developer",
        "contested",
    ),
]


@pytest.mark.parametrize(("text", "actor", "role", "status"), WORDINGS)
def test_the_status_of_a_role_follows_from_what_is_said_of_it(
    base_nlp: Language, text: str, actor: str, role: str, status: str
) -> None:
    statements = role_statements(analyse(base_nlp, text, ACTORS)).get((actor, role), [])
    assert status_of(statements) == status


def test_statements_say_who_holds_what_in_which_words(base_nlp: Language) -> None:
    text = "Privacy Now said Acme Vision built the app. Acme Vision denied building it. Delta Police bought the app."
    found = role_statements(analyse(base_nlp, text, ACTORS))
    assert [(s.by, s.holds, s.span.text) for s in found["Acme Vision", "developer"]] == [
        ("Privacy Now", "asserts", "Acme Vision built the app"),
        ("Acme Vision", "denies", "building it"),
    ]
    assert [(s.by, s.holds, s.span.text) for s in found["Delta Police", "operator"]] == [
        (None, "asserts", "Delta Police bought the app."),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The robot is rented by Delta Police.", {("Delta Police", "operator")}),
        (
            "The robot was leased by Acme Vision to Delta Police.",
            {("Acme Vision", "developer"), ("Delta Police", "operator")},
        ),
        (
            "Delta Police rents the robot from Acme Vision.",
            {("Acme Vision", "developer"), ("Delta Police", "operator")},
        ),
        (
            "Acme Vision licenses its software to Delta Police.",
            {("Acme Vision", "developer"), ("Delta Police", "operator")},
        ),
        ("Delta Police said the car crashed because it was operating on its software.", set()),
        ("A chatbot run by Delta Police gave a woman the wrong date.", {("Delta Police", "operator")}),
    ],
)
def test_who_gives_and_who_takes(base_nlp: Language, text: str, parts: set[tuple[str, str]]) -> None:
    said = role_statements(analyse(base_nlp, text, ACTORS))
    assert {key for key, group in said.items() if any(s.holds == "asserts" for s in group)} == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Privacy Now tested the chatbot for two months.", set()),
        ("Delta Police tested the cameras for two months.", {("Delta Police", "operator")}),
        ("Privacy Now deployed the chatbot in May.", {("Privacy Now", "operator")}),
    ],
)
def test_who_examines_a_system_for_a_report_is_no_operator(
    base_nlp: Language, text: str, parts: set[tuple[str, str]]
) -> None:
    assert set(role_statements(analyse(base_nlp, text, ACTORS))) == parts


def test_a_refusal_to_speak_denies_nothing(base_nlp: Language) -> None:
    text = "Acme Vision declined to say whether it supplied the cameras."
    assert all(
        s.holds != "denies"
        for s in role_statements(analyse(base_nlp, text, ACTORS)).get(("Acme Vision", "developer"), [])
    )


@pytest.mark.parametrize(
    ("holds", "status"),
    [
        ([], "asserted"),
        (["asserts"], "asserted"),
        (["unclear"], "asserted"),
        (["denies"], "denied"),
        (["denies", "unclear"], "denied"),
        (["asserts", "denies"], "contested"),
    ],
)
def test_status(holds: list[str], status: str) -> None:
    span = TextSpan(0, 1, "x")
    assert status_of([Statement("X", one, span) for one in holds]) == status


@pytest.mark.parametrize(
    ("inferred", "status"), [([True], "contested"), ([True, True], "contested"), ([True, False], "denied")]
)
def test_an_inferred_denial_alone_never_takes_a_value_out_of_the_entry(inferred: list[bool], status: str) -> None:
    span = TextSpan(0, 1, "x")
    assert status_of([Statement("X", "denies", span, inferred=one) for one in inferred]) == status


def test_words_that_deny_are_not_also_told_to_leave_it_open(base_nlp: Language) -> None:
    text = (
        "Acme Vision said it supplied only “standard equipment” and was “not involved in running the cameras, "
        "nor in storing their pictures”."
    )
    for statements in role_statements(analyse(base_nlp, text, ACTORS)).values():
        decided = {(s.by, s.span) for s in statements if s.holds != "unclear"}
        assert not [s for s in statements if s.holds == "unclear" and (s.by, s.span) in decided]
    assert status_of(role_statements(analyse(base_nlp, text, ACTORS))["Acme Vision", "operator"]) == "denied"
