"""Which actor a speaker's words mean, and when nobody is named."""

from __future__ import annotations

import pytest
from claims_marked import claims_of
from spacy.language import Language

ACTORS = {
    "Acme Vision": "company",
    "Borealis": "company",
    "Delta Police": "police",
    "Norland Council": "council",
    "Privacy Now": "ngo",
    "The Courier": "media",
    "Jane Holt": "person",
    "Omar Reyes": "person",
}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Acme Vision said the cameras were safe.", "Acme Vision"),
        ("A spokesperson for Acme Vision said the cameras were safe.", "Acme Vision"),
        ("An Acme Vision spokesman said the cameras were safe.", "Acme Vision"),
        ("Acme Vision spokeswoman Jane Holt said the cameras were safe.", "Acme Vision"),
        ("Acme Vision's lawyers said the cameras were safe.", "Acme Vision"),
        ("A report by Privacy Now said the cameras were unsafe.", "Privacy Now"),
        ("Researchers at Privacy Now said the cameras were unsafe.", "Privacy Now"),
        ("Jane Holt, a researcher at Privacy Now, said the cameras were unsafe.", "Jane Holt"),
        ("A woman in the street said the cameras were unsafe.", None),
        ("Officials said the cameras were unsafe.", None),
        ("The cameras belong to Norland Council. The council said they were safe.", "Norland Council"),
        ("Delta Police bought the cameras. The force said they were safe.", "Delta Police"),
        ("Acme Vision built the cameras. It said they were safe.", "Acme Vision"),
        ("Acme Vision built the cameras. The firm said they were safe.", "Acme Vision"),
        ("Cameras from Acme Vision and Borealis were bought. The firm said they were safe.", None),
        ("Jane Holt, the fire chief, left. It was a long year. The chief said the cameras were safe.", "Jane Holt"),
        (
            "The app, created by supermarket chain Acme Vision, failed. A man sent it to Borealis. The supermarket said it was safe.",
            "Acme Vision",
        ),
        (
            "Borealis, an insurer, refused. It sold its data to Acme Vision. The insurer said the tool was safe.",
            "Borealis",
        ),
        ("Director Jane Holt met director Omar Reyes. The director said the cameras were safe.", None),
        ("Acme Vision built the cameras. The driver said they were safe.", None),
        ("Nobody was named. The company said the cameras were safe.", None),
        ("Jane Holt lost her job. “It was a mistake,” she said.", "Jane Holt"),
        ("Jane Holt met Omar Reyes. “It was a mistake,” said Holt.", "Jane Holt"),
        ("Omar Reyes, who built the tool, said it was safe.", "Omar Reyes"),
        ("Privacy Now criticised Omar Reyes, who said the tool was safe.", "Omar Reyes"),
        ("Norland Council said the cameras were safe. They also said the cost was low.", "Norland Council"),
        ("Norland Council sent letters. Some parents were upset. They said the cameras were unsafe.", None),
        ("Acme Vision built the cameras. The complaint listed dozens of faults. It said they were unsafe.", None),
        ("Acme Vision built the cameras, and it is easy to see that they were unsafe.", None),
        ("Jane Holt met Omar Reyes. Holt left early. “It was a mistake,” she said.", "Jane Holt"),
        ("A spokesperson for Acme Vision said it was new. The spokesperson said it was safe.", "Acme Vision"),
        ("Delta Police wrote to Privacy Now. The agency told Privacy Now that it was safe.", "Delta Police"),
    ],
)
def test_the_last_speaker_is_this_actor(base_nlp: Language, text: str, actor: str | None) -> None:
    assert claims_of(base_nlp, text, ACTORS)[-1].actor == actor


def test_a_cue_in_the_middle_of_the_speakers_phrase_is_no_part_of_it(base_nlp: Language) -> None:
    (claim,) = claims_of(
        base_nlp, "A notice by Privacy Now stating that the cameras were unsafe hung in the hall.", ACTORS
    )
    assert claim.speaker is not None
    assert claim.speaker.text == "A notice by Privacy Now"


def test_a_pronoun_goes_on_from_the_speaker_before_it(base_nlp: Language) -> None:
    text = "Jane Holt said the test failed. Omar Reyes disagreed. “It worked,” he said."
    assert [c.actor for c in claims_of(base_nlp, text, ACTORS)][-1] == "Omar Reyes"


def test_pronouns_that_go_on_from_pronouns_for_ever_come_to_an_end(base_nlp: Language) -> None:
    text = "Acme Vision built the cameras. " + "His lawyer said that it was bad. Her mother said so. " * 200
    assert len(claims_of(base_nlp, text, ACTORS)) > 100


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        ("An official cited by The Courier said the cameras were unsafe.", "The Courier"),
        ("A driver quoted by the local radio said the cameras were unsafe.", "the local radio"),
        ("Jane Holt told The Courier that the cameras were unsafe.", "The Courier"),
        ("Jane Holt told her neighbours that the cameras were unsafe.", None),
        ("“The cameras were unsafe,” Jane Holt said, according to The Courier.", "The Courier"),
        ("Jane Holt said that the cameras were unsafe, The Courier reported.", "The Courier"),
    ],
)
def test_the_outer_source_of_a_nested_statement(base_nlp: Language, text: str, outer: str | None) -> None:
    assert claims_of(base_nlp, text, ACTORS)[-1].reported_by == outer


@pytest.mark.parametrize(
    "text",
    [
        "“The cameras were unsafe,” Jane Holt said, according to The Courier.",
        "Jane Holt said that the cameras were unsafe, The Courier reported.",
    ],
)
def test_who_passes_a_statement_on_is_not_who_made_it(base_nlp: Language, text: str) -> None:
    (claim,) = claims_of(base_nlp, text, ACTORS)
    assert claim.speaker is not None
    assert claim.speaker.text == "Jane Holt"


def test_who_speaks_in_an_aside_goes_on_speaking(base_nlp: Language) -> None:
    text = (
        "Ian Vale runs the patrols. That caught the attention of engineer Jane Holt, who said on Monday that the road "
        "was open. She also defended the service."
    )
    assert [c.actor for c in claims_of(base_nlp, text, {**ACTORS, "Ian Vale": "person"})] == ["Jane Holt", "Jane Holt"]


def test_who_was_asked_does_not_reply(base_nlp: Language) -> None:
    text = "Ian Vale wrote the bill. The Courier reached out to Jane Holt, but she did not return our request."
    assert claims_of(base_nlp, text, {**ACTORS, "Ian Vale": "person"})[-1].actor == "Jane Holt"


def test_who_asks_is_not_who_refuses_to_say(base_nlp: Language) -> None:
    text = "The Courier asked what was fed to the cameras. It refused to comply with the request."
    assert claims_of(base_nlp, text, ACTORS)[-1].actor is None


def test_the_words_stay_when_nobody_is_meant(base_nlp: Language) -> None:
    (claim,) = claims_of(base_nlp, "People familiar with the matter said the trial was over.", ACTORS)
    assert (claim.speaker.text if claim.speaker else None, claim.actor) == ("People familiar with the matter", None)
