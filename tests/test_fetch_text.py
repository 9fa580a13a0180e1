"""Plain text and Markdown: lines joined, marks taken off, head lines understood."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.fetching import fetch, read_bytes
from extractor.report import Report

WIRE = """Agency denies that program cut benefits

By Marta Quill

LISBON, Portugal, May 18, 2022 (Harbour Wire) - The agency for
the unemployed on Wednesday denied that a computer program had
stopped the benefits of 4,300 people.

"No program decided anything here," its president said.
"""


def text(raw: str | bytes, name: str = "a.txt") -> Report:
    return read_bytes(raw.encode() if isinstance(raw, str) else raw, name=name)


def pieces(report: Report) -> list[tuple[str, str]]:
    return [(p.kind, report.text[p.start : p.end]) for p in report.passages]


def test_a_wire_story_states_title_author_date_and_agency() -> None:
    report = text(WIRE)
    assert report.title == "Agency denies that program cut benefits"
    assert report.author == "Marta Quill"
    assert report.published == "2022-05-18"
    assert report.publisher == "Harbour Wire"


def test_hard_wrapped_lines_are_joined() -> None:
    assert pieces(text(WIRE))[2] == (
        "paragraph",
        "LISBON, Portugal, May 18, 2022 (Harbour Wire) - The agency for the unemployed on Wednesday denied that a computer "
        "program had stopped the benefits of 4,300 people.",
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_make_no_difference(ending: str) -> None:
    assert text(WIRE.replace("\n", ending)).text == text(WIRE).text


def test_head_lines_without_blank_lines_between_them_are_told_apart() -> None:
    report = text(WIRE.replace("\n\nBy", "\nBy").replace("Quill\n\n", "Quill\n"))
    assert report.title == "Agency denies that program cut benefits"
    assert report.author == "Marta Quill"
    assert report.text == text(WIRE).text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("Published: 3 March 2021\n\n", "2021-03-03"),
        ("Date: 2021-03-03\n\n", "2021-03-03"),
        ("March 2021\n\n", "2021-03"),
        ("", None),
        (
            "LONDON, March 3 (Wire) - It began on May 5, 2019, and nobody knew how it would end for all of them there.\n\n",
            None,
        ),
    ],
)
def test_the_date_is_taken_from_where_dates_are_stated(head: str, published: str | None) -> None:
    body = "The police of the town have bought cameras, the council said, and will use them in the streets from May 2019.\n"
    assert text(f"Town buys cameras\n\n{head}{body}").published == published


def test_a_first_sentence_is_no_title() -> None:
    report = text("The police have bought cameras.\n\nThe council did not know of it.")
    assert report.title is None
    assert [kind for kind, _ in pieces(report)] == ["paragraph", "paragraph"]


def test_stated_fields_become_facts() -> None:
    report = text(
        "Title: Town buys cameras\nSource: Lake News\nURL: https://lake.example/a\n\nThe police have bought cameras for it."
    )
    assert (report.title, report.publisher, report.url) == ("Town buys cameras", "Lake News", "https://lake.example/a")
    assert report.text == "Town buys cameras\n\nThe police have bought cameras for it."


MARKDOWN = """---
title: "Town buys *cameras*"
date: 2021-03-12
author: Ada Lind
---

# Town buys cameras

The **police** of the town have bought [forty cameras](https://optika.example/c "Optika"), _the council_ said.
A lawyer <b>said</b> no.

## What is not known

- who will look at the pictures
1. how long they are kept

> We have nothing
> to add to this.

![A camera](a.jpg)

| Town | Cameras |
| ---- | ------- |
| Lindau | 40 |

More is at <https://lake.example/more> and [here][1]. snake_case_names and 2 * 3 * 4 stay.

[1]: https://lake.example/here
"""


def test_markdown_becomes_plain_text_with_kinds() -> None:
    report = text(MARKDOWN, "a.md")
    assert pieces(report) == [
        ("title", "Town buys cameras"),
        ("paragraph", "The police of the town have bought forty cameras, the council said. A lawyer said no."),
        ("heading", "What is not known"),
        ("item", "who will look at the pictures"),
        ("item", "how long they are kept"),
        ("quote", "We have nothing to add to this."),
        ("table", "Town | Cameras"),
        ("table", "Lindau | 40"),
        ("paragraph", "More is at https://lake.example/more and here. snake_case_names and 2 * 3 * 4 stay."),
    ]
    assert (report.title, report.published, report.author) == ("Town buys cameras", "2021-03-12", "Ada Lind")
    assert report.media_type == "text/markdown"


def test_markdown_links_are_kept() -> None:
    assert set(text(MARKDOWN, "a.md").links) == {
        ("forty cameras", "https://optika.example/c"),
        ("https://lake.example/more", "https://lake.example/more"),
        ("here", "https://lake.example/here"),
    }


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_recognised(codec: str) -> None:
    report = text("The “Zürich” police denied it, the café owner said to the press on the first of May.".encode(codec))
    assert report.text.startswith("The “Zürich” police denied it, the café")


def test_a_text_that_was_guessed_or_lost_says_so() -> None:
    assert any(
        "guessed" in w
        for w in text("The café of the town was filmed, and the owner said no.".encode("cp1252")).warnings
    )
    lost = ("The café of the town was filmed. " * 30).encode() + b"\xff\xfe"
    assert any("lost" in w for w in text(lost).warnings)


@given(st.binary(max_size=3000))
def test_no_bytes_whatever_bring_more_than_a_source_error(raw: bytes) -> None:
    for name in ("a.txt", "a.md", "a.html", "a.pdf", "-"):
        try:
            report = read_bytes(raw, name=name, force=True)
        except SourceError as error:
            assert "\n" not in str(error)
            continue
        for passage in report.passages:
            assert report.text[passage.start : passage.end].strip()


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60), max_size=12)
)
def test_passages_of_a_read_text_are_exact_and_separated_by_blank_lines(lines: list[str]) -> None:
    raw = "\n".join(lines)
    for name in ("a.txt", "a.md"):
        try:
            report = text(raw.encode(), name)
        except SourceError:
            continue
        assert report.text == "\n\n".join(words for _, words in pieces(report))
        assert all(words == " ".join(words.split()) for _, words in pieces(report))


def test_standard_input_is_read_and_its_kind_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(
            b"<!doctype html><title>Town buys cameras</title><p>" + b"The police of the town have bought it. " * 9
        )

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert fetch("-").media_type == "text/html"


def test_raw_bytes_are_kept_before_they_are_read(tmp_path: Path) -> None:
    kept: list[tuple[bytes, dict[str, str]]] = []

    def keep(raw: bytes, about: dict[str, str]) -> str:
        kept.append((raw, about))
        return "0" * 64

    path = tmp_path / "wire.txt"
    path.write_text(WIRE, encoding="utf-8")
    assert fetch(path, keep=keep).sha256 == "0" * 64
    assert kept[0][0] == WIRE.encode()
    assert kept[0][1]["name"] == "wire.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    with pytest.raises(SourceError) as caught:
        fetch(path, keep=keep)
    assert len(kept) == 2
    assert caught.value.kept == "0" * 64
