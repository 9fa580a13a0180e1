"""How words of a report are told in an entry: on one line, without Markdown."""

from __future__ import annotations

import pytest

from extractor.drafting.prose import as_prose


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The **police** bought\nit.", "The police bought it."),
        ("It is *not* ours, __ever__.", "It is not ours, ever."),
        ("***Note: it goes on.", "Note: it goes on."),
        ("***Never*** again", "Never again"),
        ("See [the report](https://example.org/r.pdf) first.", "See the report first."),
        ("![A camera](/c.png) hangs there.", "A camera hangs there."),
        ("2 * 3 * 4 and snake_case_name and f*** it", "2 * 3 * 4 and snake_case_name and f*** it"),
        (
            "The Verge_ asked @lou_ and **false**. *So* did Futurism_,",
            "The Verge asked @lou_ and false. So did Futurism,",
        ),
        ("It cost 5 **.", "It cost 5 **."),
        (r"Lisa\* asked why \(twice\).", "Lisa* asked why (twice)."),
        ("\u202aHe said\u202c \u202dno\u202c.", "He said no."),
        ("He [the mayor] (63) said so.", "He [the mayor] (63) said so."),
        ("> Claim: it is real.\n> > It is not.", "Claim: it is real. It is not."),
        ("## What it says\nScores > 3 and #1 count.", "What it says Scores > 3 and #1 count."),
    ],
)
def test_marks_go_and_words_stay(text: str, told: str) -> None:
    assert as_prose(text) == told
