"""Where sentences start: at passages and after datelines, never with a small letter in mid-sentence."""

from __future__ import annotations

import pytest

from extractor.pipeline import make_doc
from extractor.report import Report


def sentences(nlp, text: str) -> list[str]:
    return [sent.text.strip() for sent in nlp(make_doc(nlp, Report.from_text(text))).sents]


@pytest.mark.parametrize(
    "marked",
    [
        "(Bangkok) – |The army runs the cameras.",
        "YANGON, March 3 (Reuters) - |The army runs the cameras.",
        "SAN DIEGO — |The police run the cameras.",
        "ST. LUCIE COUNTY, Fla. --- |The police run the cameras.",
        "No law protects people||Myanmar has no privacy law that covers such data.",
        "The cameras (made by Huawei) are old. |They fail at night.",
        "When Which? researchers asked, it lied. |It said no more.",
        "The suit says Character.AI built it. |Its makers deny that.",
        "What Huawei says||Huawei denied it. |It said no more.",
    ],
)
def test_sentences_start_at_the_bars(base_nlp, marked: str):
    parts = [part.strip() for part in marked.split("|") if part.strip()]
    assert sentences(base_nlp, marked.replace("||", "\n\n").replace("|", "")) == parts


def test_a_sentence_is_not_cut_before_a_small_letter(base_nlp):
    text = "The firm, based in Bengaluru, has no contract with the city and never had one."
    assert sentences(base_nlp, text) == [text]


def test_a_sentence_is_not_cut_behind_a_possessive(base_nlp):
    text = "Quellwerk’s AI research team, while publishing a bucket of training data, exposed private files."
    assert sentences(base_nlp, text) == [text]


def test_a_sentence_is_not_cut_behind_a_short_form_in_brackets(base_nlp):
    text = "We know that Beverly Hills Police Department (BHPD) Sergeant Billy Fair listens to the song."
    assert sentences(base_nlp, text) == [text]
