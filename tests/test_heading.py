"""What a report is called: its title, else its first line, else the words of its address."""

from __future__ import annotations

import pytest

from extractor.pipeline.heading import heading_of
from extractor.report import Report

BODY = "The town of Tarvik has switched off its cameras, the mayor said. Nobody had asked for them."


@pytest.mark.parametrize(
    ("text", "title", "url", "heading"),
    [
        (BODY, "Cameras off in Tarvik", None, "Cameras off in Tarvik"),
        (f"Tarvik switches off its cameras\n\n{BODY}", None, None, "Tarvik switches off its cameras"),
        (BODY, None, None, ""),
        ("Tarvik switches off its cameras", None, None, ""),
        (f"TARVIK, May 3 (Wire) - The town is dark.\n{BODY}", None, None, ""),
        (BODY, None, "https://paper.example/2024/05/tarvik-switches-off-cameras.html", "tarvik switches off cameras"),
        (BODY, None, "https://paper.example/story/123456", ""),
        (BODY, None, "https://[broken", ""),
    ],
)
def test_the_heading_of_a_report(text, title, url, heading):
    assert heading_of(Report.from_text(text, title=title, url=url)) == heading


def test_no_report_has_no_heading():
    assert heading_of(None) == ""
