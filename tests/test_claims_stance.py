"""The stance a cue gives, cue by cue, and what its negation and its content change."""

from __future__ import annotations

import pytest
from claims_marked import claims_of
from spacy.language import Language

from extractor.pipeline.annotations import STANCES
from extractor.pipeline.claims.cues import Cue, load_cues
from extractor.pipeline.claims.frames import frame_of

CUES = load_cues()
SENTENCES = {
    "clause": "The ministry {} that the cameras were safe.",
    "object+of": "The ministry {} the firm of spying.",
    "infinitive": "The ministry {} to stop the trial.",
    "person-to": "The ministry {} the firm to stop the trial.",
    "object": "The ministry {} the new rules.",
    "for": "The ministry {} for new rules.",
    "of": "The ministry {} of new risks.",
}
UNUSUAL = {"tell": "told", "say": "said", "write": "wrote", "find": "found", "show": "showed", "swear": "swore"}
SPEAKING = sorted(
    lemma
    for lemma, cue in CUES.verbs.items()
    if lemma
    in [
        "say",
        "state",
        "note",
        "explain",
        "argue",
        "maintain",
        "contend",
        "observe",
        "conclude",
        "insist",
        "assert",
        "declare",
        "stress",
        "emphasize",
        "add",
        "reiterate",
        "recall",
        "suggest",
        "indicate",
        "reveal",
        "report",
        "find",
        "show",
        "estimate",
        "predict",
        "confirm",
        "deny",
        "dispute",
        "warn",
        "caution",
        "allege",
        "claim",
        "admit",
        "acknowledge",
        "concede",
        "announce",
        "disclose",
        "promise",
        "pledge",
        "vow",
        "lament",
        "complain",
        "believe",
        "think",
        "boast",
    ]
    and "clause" in cue.frames
)


def past(lemma: str) -> str:
    if lemma in UNUSUAL:
        return UNUSUAL[lemma]
    if lemma == "think":
        return "thought"
    if lemma == "admit":
        return "admitted"
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if lemma[-1] == "y" and lemma[-2] not in "aeo" else lemma + "ed"


@pytest.mark.parametrize("lemma", SPEAKING)
def test_each_cue_of_speaking_gives_its_stance(base_nlp: Language, lemma: str) -> None:
    claims = claims_of(base_nlp, SENTENCES["clause"].format(past(lemma)))
    assert [(c.content.text, c.stance) for c in claims] == [("that the cameras were safe", CUES.verbs[lemma].stance)]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The union accused the firm of spying.", "alleges"),
        ("The union blamed the firm for the layoffs.", "alleges"),
        ("The firm was accused of spying.", "alleges"),
        ("The group condemned the secrecy of the trial.", "criticises"),
        ("The group called for a ban.", "calls for"),
        ("The group urged the council to stop.", "calls for"),
        ("The group demanded an inquiry.", "calls for"),
        ("The firm promised to delete the data.", "promises"),
        ("The group warned of abuse.", "warns"),
        ("The group raised concerns about the contract.", "warns"),
        ("Lawyers are worried that the data will leak.", "warns"),
        ("The firm unveiled a new tool.", "announces"),
        ("The firm rejected the claims.", "denies"),
        ("The firm pushed back against the report.", "denies"),
        ("The firm called the report false.", "denies"),
        ("The firm called the suit “without merit”.", "denies"),
        ("The firm said that it disagrees with the allegations.", "denies"),
        ("We dispute the report, the firm said.", "denies"),
        ("The firm described the allegations as baseless.", "denies"),
        ("Critics called the system a threat to privacy.", "criticises"),
        ("The firm declined to comment.", "declines to comment"),
        ("The firm refused to answer questions.", "declines to comment"),
        ("The firm did not respond to a request for comment.", "declines to comment"),
        ("The firm would not say who bought the tool.", "declines to comment"),
        ("The firm would not confirm that it had sold the tool.", "declines to comment"),
        ("The firm did not deny that it had sold the tool.", "unclear"),
        ("Reporters asked whether the tool was safe.", "unclear"),
    ],
)
def test_stances(base_nlp: Language, sentence: str, stance: str) -> None:
    assert [c.stance for c in claims_of(base_nlp, sentence)] == [stance]


@pytest.mark.parametrize(
    ("sentence", "stance", "polarity"),
    [
        ("The firm denied that it sold the tool.", "denies", "positive"),
        ("The firm denied that it did not sell the tool.", "denies", "negative"),
        ("The firm said it had never sold the tool.", "asserts", "negative"),
        ("The firm said no such tool was sold.", "asserts", "negative"),
        ("The firm said it sold the tool.", "asserts", "positive"),
    ],
)
def test_polarity_is_kept_apart_from_stance(base_nlp: Language, sentence: str, stance: str, polarity: str) -> None:
    (claim,) = claims_of(base_nlp, sentence)
    assert (claim.stance, claim.polarity) == (stance, polarity)


def test_hedges_are_kept(base_nlp: Language) -> None:
    (claim,) = claims_of(base_nlp, "Officials said the system may reportedly have failed.")
    assert claim.hedges == ("may", "reportedly")


def all_cues() -> list[Cue]:
    return [*CUES.verbs.values(), *CUES.nouns.values(), *CUES.adjectives.values()]


def test_every_cue_names_a_stance_and_frames_that_exist() -> None:
    for cue in all_cues():
        assert cue.stance in STANCES, cue
        assert cue.frames, cue
        assert all(callable(frame_of(frame)) for frame in cue.frames)


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Ryde dismissed the drivers by algorithm.", "unclear"),
        ("The bank rejected the applicants.", "unclear"),
        ("The insurer denied access to care.", "unclear"),
        ("Ryde dismissed the allegations.", "denies"),
        ("The bank rejected claims that it used the software.", "denies"),
    ],
)
def test_who_is_turned_away_is_not_denied(base_nlp: Language, sentence: str, stance: str) -> None:
    assert [claim.stance for claim in claims_of(base_nlp, sentence)] in ([stance], [])


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The agency said the tool is not used in public, nor is its use prohibited.", "asserts"),
        ("The agency did not confirm the sale, nor did it say who paid.", "declines to comment"),
        ("I am not saying that the driver lied.", "unclear"),
        ("The agency is not disclosing who paid.", "declines to comment"),
    ],
)
def test_what_is_negated_decides_whether_somebody_is_silent(base_nlp: Language, sentence: str, stance: str) -> None:
    assert claims_of(base_nlp, sentence)[0].stance == stance


def test_marks_are_no_content(base_nlp: Language) -> None:
    text = "He was denied an appeal.\n\n**Driver 2**, based in London, was summarily dismissed by Ryde."
    assert all(any(c.isalnum() for c in claim.content.text) for claim in claims_of(base_nlp, text))
