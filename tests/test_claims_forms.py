"""How reports attribute: speaker, cue and content, exact to the character."""

from __future__ import annotations

import pytest
from claims_marked import as_texts, claims_of, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractor.pipeline import analyse
from extractor.pipeline.annotations import STANCES
from extractor.report import Report

FORMS = {
    "direct, cue behind": '{X1|"The cameras were never tested,"} {S1|a former engineer} {C1|said}.',
    "direct, inverted": "{X1|“The cameras were never tested,”} {C1|said} {S1|Ana Ruiz, a former engineer}.",
    "direct, cue before": "{S1|The mayor} {C1|said}: {X1|“We will take them down.”}",
    "direct, question": "{X1|“Who checked the system?”} {S1|she} {C1|asked}.",
    "direct, in two": "{X1|“If it fails,”} {S1|the officer} {C1|said}, {X1|“nobody will know.”}",
    "direct, going on": "{X1|“It failed twice,”} {S1|the officer} {C1|said}. {X1|“Nobody knew.”}",
    "guillemets": "{X1|«It failed twice,»} {S1|the officer} {C1|said}.",
    "single marks": "{X1|‘It’s the workers’ data,’} {S1|the officer} {C1|said}.",
    "indirect": "{S1|The ministry} {C1|said} {X1|that the system had been switched off}.",
    "indirect, no that": "{S1|The ministry} {C1|says} {X1|the system is safe}.",
    "indirect, behind": "{X1|The system had been switched off}, {S1|the ministry} {C1|said}.",
    "indirect, between": "{X1|The system}, {S1|the ministry} {C1|said}, {X1|had been switched off}.",
    "mixed": "{S1|The ministry} {C1|said} {X1|the system was “safe and lawful”}.",
    "according to, before": "{C1|According to} {S1|the report}, {X1|the police scanned two million faces}.",
    "according to, behind": "{X1|The police scanned two million faces}, {C1|according to} {S1|the report}.",
    "collective": "{S1|Activists} {C1|say} {X1|the cameras follow them home}.",
    "anonymous": "{S1|People familiar with the matter} {C1|said} {X1|the contract had been cancelled}.",
    "document": "{S1|A lawsuit} {C1|alleges} {X1|that the software scored tenants by their names}.",
    "gerund": "{S1|The company} {C1|denied} {X1|selling the data}.",
    "object": "{S1|The council} {C1|rejected} {X1|the accusations}.",
    "infinitive": "{S1|The agency} {C1|promised} {X1|to publish the audit}.",
    "demand": "{S1|The group} {C1|urged} {X1|the council to stop the trial}.",
    "charge": "{S1|The union} {C1|accused} {X1|the company of spying on drivers}.",
    "refusal": "{S1|The vendor} {C1|declined} {X1|to comment}.",
    "unavailable": "{S1|A spokesman for the firm} {C1|was not immediately available} {X1|for comment}.",
    "no answer": "{S1|The vendor} {C1|did not respond to} {X1|a request for comment}.",
    "inverted, a participle by its tag": "{X1|“I took it for real,”} {C1|tweeted} {S1|model and author Ines Rood}.",
    "according to, with a short form": "{C1|According to} {S1|the Road Transport Agency} (RTA), which keeps the files, "
    "{X1|all makers must report crashes}.",
    "according to, with a clause on the source": "{C1|According to} {S1|Datalook}, which studies fraud, {X1|the faces were made up}.",
    "according to, behind a conjunction": "You have heard of it, but {C1|according to} {S1|Datalook}, {X1|the faces were made up}.",
    "called, run together": "{S1|The firm} {C1|called} {X1|this characterization inaccurate}.",
    "called without": "{S1|The firm} {C1|called} {X1|the suit “without merit”}.",
    "a word with a dash": "{S1|Her co-workers} {C1|said} {X1|the camera was off}.",
    "participle": "{X1|“It works,”} {S1|the minister} {C1|said}.",
    "charge, passive": "The firm {C1|was accused by} {S1|unions} {X1|of spying on drivers}.",
    "passive": "{X1|The firm} {C1|is said} {X1|to have kept the recordings}.",
}


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_attribution(base_nlp: Language, form: str) -> None:
    marked = read(FORMS[form])
    assert [as_texts(claim) for claim in claims_of(base_nlp, marked.text)] == marked.statements


def test_a_second_cue_of_the_same_speaker_is_a_statement_of_its_own(base_nlp: Language) -> None:
    claims = claims_of(base_nlp, "“It works,” the minister said, adding that the trial would go on.")
    assert [(c.speaker.text, c.content.text) for c in claims if c.speaker] == [
        ("the minister", "“It works,”"),
        ("the minister", "that the trial would go on"),
    ]


def test_what_stands_inside_a_statement_is_no_statement_of_its_own(base_nlp: Language) -> None:
    claims = claims_of(base_nlp, "The report says officials believe that the software failed.")
    assert [c.content.text for c in claims] == ["officials believe that the software failed"]


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_one_statement(base_nlp: Language) -> None:
    text = "She said: “They marked me absent.\n\n“I was in the front row.”"
    (claim,) = claims_of(base_nlp, text)
    assert claim.content.text == text[10:]
    assert claim.quoted == "direct"


def test_a_quotation_standing_alone_goes_on_from_the_statement_before_it(base_nlp: Language) -> None:
    (claim,) = claims_of(base_nlp, "Ruiz said the test was rushed. “We had two days.”")
    assert [part.text for part in claim.parts] == ["the test was rushed", "“We had two days.”"]
    assert claim.content.text == "the test was rushed. “We had two days.”"


def test_parts_hold_only_what_is_said(base_nlp: Language) -> None:
    (claim,) = claims_of(base_nlp, "“It failed,” said the officer. “Nobody knew.”")
    assert [part.text for part in claim.parts] == ["“It failed,”", "“Nobody knew.”"]


def test_direct_indirect_and_mixed_are_told_apart(base_nlp: Language) -> None:
    texts = ["“It is safe,” he said.", "He said it was safe.", "He said it was “entirely safe”."]
    assert [claims_of(base_nlp, text)[0].quoted for text in texts] == ["direct", "indirect", "mixed"]


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "“", "'''", "said", "“said” said “said", "According to", "He said:\n\n“"]
)
def test_odd_texts_are_survived(base_nlp: Language, text: str) -> None:
    claims_of(base_nlp, text)


words = st.lists(
    st.sampled_from(
        ["The", "firm", "said", "that", "it", "“", "”", '"', "'", "denied", "selling", ",", ".", "according", "to",
         "cameras", "who", "not", "he", "«", "»", "—", ":", "\n\n", "claims", "accused", "of", "was", "Acme"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words)
def test_spans_are_stretches_of_the_text(base_nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    for claim in claims_of(base_nlp, text, {"Acme": "company"}):
        spans = [claim.content, *claim.parts] + [s for s in (claim.speaker, claim.cue) if s is not None]
        assert all(text[s.start : s.end] == s.text and s.text for s in spans)
        assert claim.stance in STANCES


@pytest.mark.parametrize(
    "text",
    [
        "The officials said the plan was ready.\n\n‘BIG BROTHER’\n\nThe council meets on Monday.",
        "The bank said it would look into it.\n\n'Really alarming'\n\nNobody else has reported it.",
    ],
)
def test_a_heading_in_quotation_marks_is_nobodys_words(base_nlp: Language, text: str) -> None:
    assert len(claims_of(base_nlp, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ines Rood, who presents a series entitled, “The Future Will Be Bought,” warned that fakes are hard to tell.",
        "Norland TV’s “Sunday Morning” warned that fakes are hard to tell.",
    ],
)
def test_the_title_of_a_series_is_nobodys_words(base_nlp: Language, text: str) -> None:
    assert [c.content.text for c in claims_of(base_nlp, text)] == ["that fakes are hard to tell"]


def test_a_closing_mark_is_no_part_of_a_speaker(base_nlp: Language) -> None:
    text = "“They need the money,” Ostholm Institute director Ada Li told the Courier. “They will not stop.”"
    (claim,) = claims_of(base_nlp, text)
    assert claim.speaker.text == "Ostholm Institute director Ada Li"


@pytest.mark.parametrize(
    "text",
    [
        "The firm was accused of.",
        "The firm has defended itself.",
        "She issued a statement to STAT.",
        "The firm supports this.",
    ],
)
def test_a_content_that_says_nothing_is_no_statement(base_nlp: Language, text: str) -> None:
    assert claims_of(base_nlp, text) == []


def test_of_what_nothing_shows_that_it_was_said_is_no_statement(base_nlp: Language) -> None:
    assert (
        claims_of(base_nlp, "A review found no evidence that his widow has ever blamed the mayor for the crash.") == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "The ads use famous faces to trick people into believing that the giveaway is real.",
        "Let us tell you that it is a big scam.",
    ],
)
def test_what_people_are_made_to_believe_is_no_statement(base_nlp: Language, text: str) -> None:
    assert claims_of(base_nlp, text) == []


def test_a_deed_that_tells_something_is_no_statement(base_nlp: Language) -> None:
    text = "Certain words seem to be blocked and using them in prompts will warn the user that they break the rules."
    assert claims_of(base_nlp, text) == []


def test_as_of_a_day_is_no_content(base_nlp: Language) -> None:
    assert claims_of(base_nlp, "It is the most common benefit, with six million people claiming as of April.") == []


def test_a_papers_own_newsletter_says_nothing(base_nlp: Language) -> None:
    text = "Our morning email explains why the stories of the day matter.\n\n“The letters were sent by a machine.”"
    assert claims_of(base_nlp, text) == []


def test_places_that_lines_open_with_are_no_speakers(nlp: Language) -> None:
    text = "HYDERABAD: A robot hurt a worker at a plant.\n\nMUMBAI: Cameras at the port went dark for two hours."
    assert analyse(nlp, Report.from_text(text))._.claims == []


def test_a_colon_in_a_title_is_no_speech(base_nlp):
    from extractor.pipeline import make_doc
    from extractor.pipeline.claims.component import ClaimsComponent
    from extractor.report import Passage, Report

    title, rest = "Norland: Cameras Put Protesters at Risk", "The mayor said the cameras were off."
    text = f"{title}\n\n{rest}"
    passages = (Passage(0, len(title), "title"), Passage(len(title) + 2, len(text)))
    doc = ClaimsComponent(base_nlp, "claims")(base_nlp(make_doc(base_nlp, Report.from_text(text, passages=passages))))
    assert [claim.content.text for claim in doc._.claims] == ["the cameras were off"]


@pytest.mark.parametrize(
    "text",
    [
        "UPDATED: This piece was updated on Monday to include an apology.",
        "Claim: By using the product, the site will follow the law.",
        "Editor’s note: This story has been shortened for length.",
        "Related article: The city removes the cameras after a year of protests.",
        "OSTHOLM: The tower was closed for most of the morning on Tuesday.",
    ],
)
def test_a_label_or_a_place_before_a_colon_is_no_speaker(base_nlp: Language, text: str) -> None:
    assert [c for c in claims_of(base_nlp, text) if c.speaker is not None] == []


def test_lines_of_a_transcript_have_speakers(base_nlp: Language) -> None:
    text = "RIVERA: We never bought that system.\n\nCOLE: The invoices say that you did."
    assert [c.speaker.text for c in claims_of(base_nlp, text) if c.speaker] == ["RIVERA", "COLE"]


def test_part_of_a_compound_is_no_cue(base_nlp: Language) -> None:
    text = "“Using the tool was poor judgment of our office,” the follow-up email reads."
    assert all(c.cue is None or "follow" not in c.cue.text for c in claims_of(base_nlp, text))


def test_marks_of_emphasis_are_no_part_of_a_speaker(base_nlp: Language) -> None:
    speakers = [c.speaker.text for c in claims_of(base_nlp, "The company *said* it was sorry.") if c.speaker]
    assert speakers == ["The company"]


@pytest.mark.parametrize(
    "text",
    [
        "A robot attacked an engineer in the hall.",
        "The firm began rolling out cameras.",
        "A user shared the video.",
        "The bank approved the loans.",
        "A man committed fraud.",
        "The chatbot ignored the prompt.",
        "The shop charged them three dollars.",
    ],
)
def test_a_deed_is_no_statement(base_nlp: Language, text: str) -> None:
    assert claims_of(base_nlp, text) == []


def test_who_ignores_a_request_says_nothing(base_nlp: Language) -> None:
    (claim,) = claims_of(base_nlp, "The firm ignored several requests for comment.")
    assert (claim.stance, claim.content.text) == ("declines to comment", "several requests for comment")
