"""Drafting: from an annotated Doc to an entry in which every value has its words."""

from __future__ import annotations

import pytest

from extractor.drafting.api import draft_doc
from extractor.drafting.builder import DraftBuilder
from extractor.drafting.records import Draft
from extractor.drafting.sentences import attributed, is_made, own_voice
from extractor.pipeline import make_doc
from extractor.pipeline.annotations import Actor, Claim, Role, Statement, TextSpan, Topic
from extractor.report import Report

TEXT = (
    "Cameras that scan faces go up in Larkfield\n\n"
    "Larkfield city council has bought 40 cameras from Ocumetrix, a start-up, according to contracts seen by a reporter. "
    "The cameras compare faces with a police watch list.\n\n"
    "Dana Reyes, a lawyer at Open Streets, warned that the cameras could misidentify people. "
    "Ocumetrix denied that it had supplied the software. "
    "The council did not respond to a request for comment. "
    "He said the system was secret."
)


def span(words: str) -> TextSpan:
    start = TEXT.index(words)
    return TextSpan(start, start + len(words), words)


@pytest.fixture
def doc(base_nlp):
    report = Report.from_text(
        TEXT,
        title="Cameras that scan faces go up in Larkfield",
        published="2024-05-02",
        links=(("contracts", "https://example.org/contracts.pdf"), ("watch list", "javascript:alert(1)")),
    )
    doc = base_nlp(make_doc(base_nlp, report))
    doc._.roles = [
        Role("Larkfield City Council", "operator", 0.8, [span("Larkfield city council")], "roles.test"),
        Role(
            "Ocumetrix", "developer", 0.6, [span("Ocumetrix")], "roles.test", status="contested",
            statements=[Statement("Ocumetrix", "denies", span("Ocumetrix denied that it had supplied the software"))],
        ),
        Role("Facemart", "developer", 0.9, [span("start-up")], "roles.test", status="denied"),
        Role("Open Streets", "operator", 0.2, [span("Open Streets")], "roles.test", accepted=False),
    ]  # fmt: skip
    doc._.topics = {
        "technology": [Topic("technology", "Facial recognition", 0.9, [span("scan faces")], "technologies")],
        "sector": [Topic("sector", "Govt - police", 0.3, [span("police")], "topics", inferred=True, accepted=False)],
        "type": [
            Topic("type", "System", 0.7, [span("cameras")], "topics"),
            Topic("type", "Issue", 0.6, [span("secret")], "topics"),
        ],
        "issue": [Topic("issue", "Privacy", 0.5, [], "topics")],
    }
    doc._.claims = [
        Claim(
            span("the cameras could misidentify people"), span("Dana Reyes, a lawyer at Open Streets"), span("warned"),
            stance="warns", actor="Dana Reyes",
        ),
        Claim(
            span("it had supplied the software"), span("Ocumetrix"), span("denied"), stance="denies",
            actor="Ocumetrix",
        ),
        Claim(
            span("did not respond to a request for comment"), span("The council"), None,
            stance="declines to comment", actor=None,
        ),
        Claim(span("the system was secret"), span("He"), span("said"), stance="asserts"),
    ]  # fmt: skip
    return doc


@pytest.fixture
def made(doc, base_nlp) -> Draft:
    return draft_doc(doc, nlp=base_nlp)


def test_every_value_has_evidence_whose_quote_is_the_text(made: Draft):
    for pointer, value in values(made.entry):
        assert made.evidence.get(pointer), (pointer, value)
    for evidence in made.evidence.values():
        assert all(TEXT[e.start : e.end] == e.quote and e.quote for e in evidence)


def values(entry, path=""):
    for key, value in entry.items():
        if isinstance(value, dict):
            yield from values(value, f"{path}/{key}")
        elif isinstance(value, list):
            yield from ((f"{path}/{key}/{i}", one) for i, one in enumerate(value))
        elif value is not None:
            yield f"{path}/{key}", value


def test_the_title_in_the_text_is_the_headline_with_its_words(made: Draft):
    assert made.entry["headline"] == "Cameras that scan faces go up in Larkfield"
    assert not made.evidence["/headline"][0].inferred


def test_a_contested_developer_stays_and_a_denied_one_does_not(made: Draft):
    assert made.entry["developer"] == ["Ocumetrix"]
    assert [one["value"] for one in made.candidates["/developer"]] == ["Facemart"]
    assert "denied" in made.candidates["/developer"][0]["evidence"][0]["why"]


def test_a_doubtful_value_is_a_candidate_and_the_reason_names_it(made: Draft):
    assert made.entry["sector"] == []
    assert "Govt - police (0.30)" in made.empty["/sector"]
    assert made.candidates["/sector"][0]["evidence"][0]["quote"] == "police"


def test_a_value_without_words_is_left_out_and_the_field_says_why(made: Draft):
    assert made.entry["issue"] == []
    assert made.empty["/issue"]


def test_a_field_of_one_value_keeps_the_best_and_offers_the_other(made: Draft):
    assert made.entry["type"] == "System"
    assert made.candidates["/type"][0]["value"] == "Issue"


def test_a_publication_date_outside_the_text_is_marked_as_inferred(made: Draft):
    assert made.entry["published"] == "2024-05-02"
    assert made.evidence["/published"][0].inferred


def test_an_event_after_the_publication_is_only_a_candidate(doc, base_nlp):
    doc._.topics["occurred"] = [Topic("occurred", "2025", 0.9, [span("has bought")], "setting")]
    made = draft_doc(doc, nlp=base_nlp)
    assert made.entry["occurred"] is None
    assert made.candidates["/occurred"][0]["value"] == "2025"


def test_the_description_is_marked_as_quoted_and_each_sentence_is_the_reports(made: Draft):
    assert made.entry["description"].startswith("[Quoted from the report, to be rewritten] Larkfield city council")
    quotes = [e.quote for e in made.evidence["/description"]]
    assert 1 <= len(quotes) <= 5
    assert all(" ".join(quote.split()) in made.entry["description"] for quote in quotes)


def test_risks_are_told_with_their_speaker(made: Draft):
    assert (
        "Dana Reyes, a lawyer at Open Streets, warned that the cameras could misidentify people."
        in (made.entry["risks_and_harms"])
    )


def test_a_refused_answer_is_a_transparency_note(made: Draft):
    assert "The council did not respond to a request for comment." in made.entry["transparency_notes"]


def test_a_claim_by_an_unknown_he_is_not_told(made: Draft):
    assert "He said" not in f"{made.entry['risks_and_harms']} {made.entry['transparency_notes']}"


def test_linked_research_is_offered_and_a_script_link_is_not(made: Draft):
    assert made.entry["research_advocacy"] == [{"title": "contracts", "url": "https://example.org/contracts.pdf"}]


def test_roles_and_claims_carry_who_said_what(made: Draft):
    role = next(role for role in made.roles if role["actor"] == "Ocumetrix")
    assert role["status"] == "contested"
    assert role["statements"][0]["by"] == "Ocumetrix"
    assert [claim["stance"] for claim in made.claims] == ["warns", "denies", "declines to comment", "asserts"]
    for claim in made.claims:
        for part in (claim["speaker"], claim["cue"], claim["content"]):
            assert part is None or TEXT[part["start"] : part["end"]] == part["text"]


def test_a_draft_reads_back_as_it_was_written(made: Draft):
    assert Draft.from_dict(made.to_dict()).to_dict() == made.to_dict()


def test_the_same_text_has_the_same_draft_id(doc, base_nlp, made: Draft):
    assert draft_doc(doc, nlp=base_nlp).id == made.id


def test_a_report_without_a_sentence_makes_an_empty_draft(base_nlp):
    doc = base_nlp(make_doc(base_nlp, Report.from_text("  \n ")))
    made = draft_doc(doc, nlp=base_nlp)
    assert made.entry["headline"] is None
    assert set(made.empty) >= {"/headline", "/description", "/operator"}


def test_without_a_title_the_headline_is_the_first_sentence_and_not_its_dateline(base_nlp):
    text = "PITTSBURGH (AP) — For years the county scored families with a secret tool. Parents objected."
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert made.entry["headline"] == "For years the county scored families with a secret tool."


def test_a_label_is_no_headline(base_nlp):
    text = "READ ALSO:\n\nA robot hurt a worker in Tarvik on Monday. Police came."
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert made.entry["headline"] == "A robot hurt a worker in Tarvik on Monday."


def test_a_sentence_of_the_description_keeps_the_mark_that_closes_its_quotation(base_nlp):
    text = 'Quellwerk has touted the tool as having "near human robustness and accuracy." Doctors have used it since the first of May.'
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert 'robustness and accuracy." Doctors' in made.entry["description"]


def test_a_stray_mark_is_no_headline(base_nlp):
    text = ". A Soviet officer has died. He saw five missiles."
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert made.entry["headline"] == "A Soviet officer has died."


def test_the_builder_refuses_white_space_as_evidence():
    build = DraftBuilder(Report.from_text("a  b"))
    assert not build.put("operator", "X", [TextSpan(1, 3, "  ")], "test")
    assert build.get("operator") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The scores, [they said], were [kept] for years.",
            "Two auditors said that the scores were kept for years.",
        ),
    ],
)
def test_an_attribution_in_the_middle_of_a_statement_is_not_told_twice(base_nlp, text: str, told: str):
    plain = text.replace("[", "").replace("]", "")
    doc = base_nlp(make_doc(base_nlp, Report.from_text(plain)))
    start = plain.index("they")
    claim = Claim(
        TextSpan.cut(plain, 0, len(plain)), TextSpan.cut(plain, start, start + 4),
        TextSpan.cut(plain, start + 5, start + 9), actor="Two auditors",
    )  # fmt: skip
    assert attributed(doc, claim).text == told


@pytest.mark.parametrize(
    ("cue", "told"),
    [
        ("reported", "Two auditors said that the scores were kept for years."),
        ("explained", "Two auditors said that the scores were kept for years."),
        ("soon discovered", "Two auditors soon discovered that the scores were kept for years."),
    ],
)
def test_who_did_not_tell_anything_is_not_said_to_have_said_it(base_nlp, cue: str, told: str):
    text = f"Two auditors {cue} that the scores were kept for years."
    assert _told(base_nlp, text, "Two auditors", cue, "asserts") == told


def _told(base_nlp, text: str, speaker: str, cue: str, stance: str, actor: str | None = None) -> str | None:
    """How a claim is told whose speaker and cue stand in a text, and whose content is the rest of it."""
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    first, last = (TextSpan.cut(text, at := text.index(words), at + len(words)) for words in (speaker, cue))
    claim = Claim(TextSpan.cut(text, last.end + 1, len(text) - 1), first, last, stance=stance, actor=actor)
    sentence = attributed(doc, claim)
    return sentence and sentence.text


def test_a_claim_is_told_by_its_own_verb_where_alleging_would_say_too_much(base_nlp):
    text = "Quellwerk claims that the tool reads every street sign."
    assert (
        _told(base_nlp, text, "Quellwerk", "claims", "alleges")
        == "Quellwerk claimed that the tool reads every street sign."
    )


def test_a_denial_in_the_words_is_not_denied_by_the_verb(base_nlp):
    text = "Quellwerk said that it disagreed with the allegations."
    assert _told(base_nlp, text, "Quellwerk", "said", "denies") == text


def test_what_is_called_for_is_told_in_the_reports_own_words(base_nlp):
    text = "The union demanded that the firm stop the trial."
    assert _told(base_nlp, text, "The union", "demanded", "calls for") == text


def test_a_day_within_a_sentence_is_written_small(base_nlp):
    text = "The agency said Later this month, auditors will read the files."
    told = _told(base_nlp, text, "The agency", "said", "asserts")
    assert told == "The agency said that later this month, auditors will read the files."


@pytest.mark.parametrize("opening", ["However, it", "But they", "They"])
def test_a_sentence_on_somebody_who_is_only_pointed_at_is_not_told(base_nlp, opening: str):
    doc = base_nlp(make_doc(base_nlp, Report.from_text(f"{opening} did not publish the audit of the secret tool.")))
    assert own_voice(doc, next(iter(doc.sents))) is None


def test_a_sentence_told_as_it_stands_has_the_mark_that_closes_its_quotation(base_nlp):
    text = 'Ada Li commented on it in a note, "The tool brings additional risks." She said no more.'
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    spans = [TextSpan.cut(text, at := text.index(w), at + len(w)) for w in ("on it in a note", "Ada Li", "commented")]
    told = attributed(doc, Claim(*spans, stance="calls for"))
    assert told.text == 'Ada Li commented on it in a note, "The tool brings additional risks."'


def test_a_sentence_on_a_she_who_stands_before_it_is_not_told(base_nlp):
    text = "She was charged by the agency with fraud."
    assert _told(base_nlp, text, "the agency", "charged", "alleges") is None


@pytest.mark.parametrize(
    ("speaker", "told"),
    [
        ("The Journal", None),
        ("A spokeswoman for the Journal", "A spokeswoman for the Journal said that she was wrong."),
    ],
)
def test_a_body_is_no_he_or_she(base_nlp, speaker: str, told: str | None):
    text = f"{speaker} said she was wrong."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    at = text.index("Journal")
    doc._.actors = [Actor("Journal", "media", [TextSpan(at, at + 7, "Journal")])]
    spans = [
        TextSpan.cut(text, text.index(part), text.index(part) + len(part))
        for part in ("she was wrong", speaker, "said")
    ]
    sentence = attributed(doc, Claim(*spans, stance="asserts", actor="Journal"))
    assert (sentence and sentence.text) == told


def test_a_sentence_that_opens_with_but_is_told_without_it(base_nlp):
    text = "But the agency hid the files from two auditors."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    claim = Claim(
        TextSpan.cut(text, text.index("the files"), len(text) - 1),
        TextSpan.cut(text, 4, 14),
        TextSpan.cut(text, 15, 18),
    )
    assert attributed(doc, claim).text == "The agency hid the files from two auditors."


def test_a_long_list_of_speakers_is_not_the_first_name_in_it(base_nlp):
    speaker = "Quellwerk employees, shareholders, a coalition of nearly seventy rights groups, and more than a hundred thousand members of the public"
    text = f"{speaker} said that the tool is unsafe."
    assert _told(base_nlp, text, speaker, "said", "asserts", actor="Quellwerk") is None


def test_no_sentence_says_that_without_a_finite_verb(base_nlp):
    text = "Two auditors denied him looking to mislead a court."
    assert "that him" not in (_told(base_nlp, text, "Two auditors", "denied", "denies") or "")


@pytest.mark.parametrize(
    ("words", "is_note"),
    [
        ("The firm gives no detailed information on its bot.", True),
        ("The firm would not say whether it will publish its audit.", True),
        ("Tenants were unaware that they were being scored.", True),
        ("The inner workings of the tool remain secret.", True),
        ("The driver of the car left without exchanging information.", False),
        ("The bot was not the first that the firm released into the world.", False),
        ("Nearly half of adults are unaware that they are ill.", False),
        ("A researcher secretly filmed the exam.", False),
    ],
)
def test_a_transparency_note_is_about_what_is_kept_from_people(base_nlp, words: str, is_note: bool):
    doc = base_nlp(make_doc(base_nlp, Report.from_text(words)))
    assert (draft_doc(doc, nlp=base_nlp).entry["transparency_notes"] is not None) is is_note


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("the firm refused to publish an audit of its unsafe, biased and racist tool", "risks_and_harms"),
        ("the tool is a black box, and the firm refused to publish an audit of its bias", "transparency_notes"),
    ],
)
def test_a_statement_is_told_in_the_section_that_it_is_most_about(base_nlp, words: str, section: str):
    text = f"Two auditors said that {words}."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    said = TextSpan.cut(text, text.index("that"), len(text) - 1)
    doc._.claims = [Claim(said, TextSpan.cut(text, 0, 12), TextSpan.cut(text, 13, 17))]
    entry = draft_doc(doc, nlp=base_nlp).entry
    assert [field for field in ("risks_and_harms", "transparency_notes") if entry[field]] == [section]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (
            "Pages Ban Nudity? Site Removes Old Paintings\n\nThe site took down a painting on Monday.",
            "Pages Ban Nudity? Site Removes Old Paintings",
        ),
        (
            "Last week a court in the town of Tarvik asked the makers of forty robots to say who had trained their machines "
            "for the opening of doors at night.",
            "Last week a court in the town of Tarvik asked the makers of forty robots to say who had trained their machines […]",
        ),
        ("Executive summary\n\nThe site took down a painting on Monday.", "The site took down a painting on Monday."),
        ("Lonely in May? A bot can help. It also listens to you.", "Lonely in May? A bot can help."),
        (
            "Norland Wire is a nonprofit newsroom that investigates power.\n\nA robot hurt a worker in Tarvik on Monday.",
            "A robot hurt a worker in Tarvik on Monday.",
        ),
    ],
)
def test_a_headline_is_the_first_line_or_what_the_text_opens_with(base_nlp, text: str, headline: str):
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert made.entry["headline"] == headline


FURNITURE = [
    "By clicking “Sign Up”, you accept our Terms of Service and Privacy Policy.",
    "If you're seeing this message, that means JavaScript has been disabled on your browser.",
    "Unfortunately we have been unable to verify if you have consented to X cookies.",
    "For free breaking news alerts sent straight to your inbox sign up to our emails.",
    "This article was originally published on 14 August.",
    "You can opt-out at any time.",
    "Follow us on Twitter for more stories like this one.",
    "Get our weekly updates on automation in your inbox.",
    "Photo credit: Ana Kovac for the Courier",
    "Connecting decision makers to a dynamic network of information, the wire quickly delivers news.",
    "TECHNOLOGY",
    "16 November 2023",
    "*If you or someone you know is in danger, call the Tarvik Crisis Hotline at 888-555-0101.*",
]


def test_a_label_of_the_page_tells_nothing_among_the_sections(base_nlp):
    text = "The council scored tenants with a secret model.\n\nFiled Under: database, errors, plate reader, police, stolen car"
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    speaker, cue, content = (
        TextSpan.cut(text, at := text.index(words), at + len(words))
        for words in ("Filed Under", ":", "database, errors, plate reader, police, stolen car")
    )
    assert attributed(doc, Claim(content, speaker, cue, quoted="direct")) is None


@pytest.mark.parametrize("junk", FURNITURE)
def test_what_belongs_to_the_page_is_neither_headline_nor_description(base_nlp, junk: str):
    story = "The council scored tenants with a secret model. It hid the scores from everybody for a year."
    draft = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(f"{junk}\n\n{story}"))), nlp=base_nlp)
    assert draft.entry["headline"] == "The council scored tenants with a secret model."
    assert junk not in draft.entry["description"]


def test_a_sentence_on_what_was_published_is_the_reports(base_nlp):
    text = "The firm sent a statement after this story was published, and said that the cookies had been stolen."
    draft = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert text in draft.entry["description"]


def test_a_byline_is_no_headline(base_nlp):
    text = "Thanks to Ines Rood for her help.\n\nPhotos by Odile Marsh.\n\nA robot hurt a worker in Tarvik on Monday."
    made = draft_doc(base_nlp(make_doc(base_nlp, Report.from_text(text))), nlp=base_nlp)
    assert made.entry["headline"] == "A robot hurt a worker in Tarvik on Monday."


def test_words_that_run_on_into_another_sentence_are_not_told_as_said(base_nlp):
    text = "Some authors had the nerve to complain about it. “But I really need the money.”"
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    start, cue = text.index("it."), text.index("to complain")
    claim = Claim(
        TextSpan.cut(text, start, len(text)), TextSpan.cut(text, 0, 12), TextSpan.cut(text, cue, cue + 17),
        stance="criticises", quoted="mixed",
    )  # fmt: skip
    assert attributed(doc, claim) is None


def test_the_authors_i_is_not_told_as_the_speakers(base_nlp):
    text = "A lawyer alleged that an image I had used belonged to her client."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    that = text.index("that")
    claim = Claim(TextSpan.cut(text, that, len(text) - 1), TextSpan.cut(text, 0, 8), TextSpan.cut(text, 9, 16))
    told = attributed(doc, claim)
    assert told is not None and told.text == f"The report states: ‘{text[:-1]}’."


def test_an_indirect_question_is_told_in_the_reports_own_sentence(base_nlp):
    text = "Two auditors explained how the scores were kept for years."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    claim = Claim(TextSpan.cut(text, 23, 57), TextSpan.cut(text, 0, 12), TextSpan.cut(text, 13, 22))
    assert attributed(doc, claim).text == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The police explained how faces are matched.", True),
        ("The police need to explain how faces are matched.", False),
        ("The police should explain how faces are matched.", False),
        ("The police refused to explain how faces are matched.", True),
    ],
)
def test_what_somebody_should_have_said_was_not_said(base_nlp, text: str, made: bool):
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    cue = text.index("explain")
    claim = Claim(TextSpan.cut(text, text.index("how"), len(text) - 1), cue=TextSpan.cut(text, cue, cue + 7))
    assert is_made(doc, claim) is made


def test_a_very_unlikely_value_is_not_even_a_candidate():
    build = DraftBuilder(Report.from_text("a b"))
    build.suggest("operator", "X", [TextSpan(0, 1, "a")], "test", 0.05)
    assert build.candidates.get("/operator", []) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("However, Ana Brook slammed the vendor for its secrecy.", "Ana Brook slammed the vendor for its secrecy."),
        ("But Ana Brook slammed the vendor for its secrecy.", "Ana Brook slammed the vendor for its secrecy."),
        ("Still, Ana Brook slammed the vendor for its secrecy.", "Ana Brook slammed the vendor for its secrecy."),
        (
            "In other words, Ana Brook slammed the vendor for its secrecy.",
            "Ana Brook slammed the vendor for its secrecy.",
        ),
        ("Then Ana Brook slammed the vendor for its secrecy.", "Ana Brook slammed the vendor for its secrecy."),
        ("Andy Brook slammed the vendor for its secrecy.", "Andy Brook slammed the vendor for its secrecy."),
    ],
)
def test_a_sentence_told_alone_does_not_lean_on_the_one_before(base_nlp, text: str, told: str):
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    name, end = text.index("An"), text.index(" slammed")
    claim = Claim(
        TextSpan.cut(text, text.index("the vendor"), len(text) - 1), TextSpan.cut(text, name, end),
        TextSpan.cut(text, end + 1, end + 8), stance="criticises",
    )  # fmt: skip
    assert attributed(doc, claim).text == told


def test_words_that_the_report_says_twice_are_told_once(base_nlp):
    text = "Dana Reyes warned that the cameras are a threat.\n\nDana Reyes warned that the cameras are a threat."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    doc._.claims = [
        Claim(
            TextSpan.cut(text, at + 18, at + 47), TextSpan.cut(text, at, at + 10), TextSpan.cut(text, at + 11, at + 17),
            stance="warns", actor="Dana Reyes",
        )
        for at in (0, text.rindex("Dana"))
    ]  # fmt: skip
    assert draft_doc(doc, nlp=base_nlp).entry["risks_and_harms"].count("threat") == 1


@pytest.mark.parametrize("speaker", ["The scammer", "Another fake Reyes", "The video"])
def test_what_a_fake_says_tells_no_harm(base_nlp, speaker: str):
    text = f"{speaker} claimed that the fund would double the savings of each pensioner without any risk."
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    first, last = (TextSpan.cut(text, at := text.index(words), at + len(words)) for words in (speaker, "claimed"))
    doc._.claims = [Claim(TextSpan.cut(text, last.end + 1, len(text) - 1), first, last, stance="alleges")]
    assert draft_doc(doc, nlp=base_nlp).entry["risks_and_harms"] is None
    doc._.claims[0].speaker = TextSpan.cut(text, 0, 0)
    doc._.claims[0].actor = "Dana Reyes"
    assert draft_doc(doc, nlp=base_nlp).entry["risks_and_harms"] is not None


def test_a_title_in_quotation_marks_may_open_a_speaker(base_nlp):
    text = "“Risks and Limits” document acknowledges that the tool may favour some."
    told = _told(base_nlp, text, "“Risks and Limits” document", "acknowledges", "admits")
    assert told == "“Risks and Limits” document acknowledged that the tool may favour some."


def test_the_rest_of_a_sentence_is_not_chosen_for_the_description(base_nlp):
    rest = "while the police of Larkfield said that robots hurt people at the gate."
    others = (
        "A fault was found in the hall in early March.", "Two engineers left Tarvik in spring without a word.",
        "Nobody closed those doors on Monday evening either.", "The owners promised better fences for next winter.",
        "A new union was founded in Osterby last week.", "The mayor opened another plant near his own house.",
    )  # fmt: skip
    report = Report.from_text("\n\n".join([others[0], rest, *others[1:]]))
    made = draft_doc(base_nlp(make_doc(base_nlp, report)), nlp=base_nlp)
    assert "while" not in made.entry["description"]


@pytest.mark.parametrize(("speaker", "told"), [("Our earlier analysis", "The report"), ("Our neighbours", None)])
def test_what_the_authors_call_their_own_is_the_reports(base_nlp, speaker: str, told: str | None):
    text = f"{speaker} found that the clips had been shared."
    sentence = _told(base_nlp, text, speaker, "found", "asserts")
    assert sentence == (told and f"{told} said that the clips had been shared.")
