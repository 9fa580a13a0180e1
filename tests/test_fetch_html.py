"""Web pages: what is kept as text, what is known of it, and what is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.fetching import fetch, read_bytes
from extractor.report import Report

SAMPLE = Path(__file__).parent.parent / "samples" / "naypyidaw.html"
PARAGRAPHS = [
    "The police of Lindau have bought forty cameras that recognise faces, the town council said on Monday.",
    "The cameras were made by Optika, a company in Graz, and they will hang in the old town from the first of May.",
    "A lawyer for the residents said that nobody had asked them, and that she would go to court over the purchase.",
    "The council did not say how long the pictures will be kept, or who will be allowed to look at them afterwards.",
]


def page(body: str = "", head: str = "", paragraphs: list[str] = PARAGRAPHS) -> bytes:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head>"
        f"<body><main><article><h1>Town buys cameras that know faces</h1>{text}{body}</article></main></body></html>"
    ).encode()


def pieces(report: Report) -> list[tuple[str, str]]:
    return [(p.kind, report.text[p.start : p.end]) for p in report.passages]


@pytest.mark.parametrize("note", [", opens new tab", " (opens in a new window)", "(Link opens in new tab)"])
def test_what_a_link_says_to_screen_readers_is_no_text(note: str) -> None:
    words = "The contract was published by the town on Friday and names the maker of the cameras twice."
    linked = words.replace("published", f'<a href="/c">published<span class="v7">{note}</span></a>')
    assert words in read_bytes(page(body=f"<p>{linked}</p>")).text


def test_the_title_is_the_first_passage_and_paragraphs_follow_in_order() -> None:
    report = read_bytes(page())
    assert pieces(report) == [("title", "Town buys cameras that know faces"), *(("paragraph", p) for p in PARAGRAPHS)]
    assert report.text == "\n\n".join(words for _, words in pieces(report))
    assert report.title == "Town buys cameras that know faces"


def test_headings_items_quotes_and_captions_keep_their_kind() -> None:
    report = read_bytes(
        page(
            "<h2>What the company says</h2><ul><li>The cameras are accurate enough.</li><li>The pictures are safe with us.</li></ul>"
            "<blockquote><p>We have nothing to add to this.</p></blockquote>"
            "<figure><img src=a.jpg alt='Not this'><figcaption>A camera above the harbour of Lindau in April.</figcaption></figure>"
            f"<p>{PARAGRAPHS[0].replace('forty', 'fifty')}</p>"
        )
    )
    kinds = {words: kind for kind, words in pieces(report)}
    assert kinds["What the company says"] == "heading"
    assert kinds["The cameras are accurate enough."] == kinds["The pictures are safe with us."] == "item"
    assert kinds["We have nothing to add to this."] == "quote"
    assert kinds["A camera above the harbour of Lindau in April."] == "caption"
    assert "Not this" not in report.text


@pytest.mark.parametrize(
    "around",
    [
        "<div class='cookie-banner'><p>We use cookies to make this site better, and our partners do so too.</p></div>",
        "<aside class='related-articles'><h3>Related</h3><ul><li><a href='/b'>Village sells its cameras again</a></li></ul></aside>",
        "<section class='newsletter-signup'><p>Sign up for our newsletter and get the latest in your inbox.</p></section>",
        "<div class='comments-list'><p>I think that this is a very bad idea, says a reader.</p></div>",
        "<div class='share-buttons'><p>Share this with your friends on the internet today.</p></div>",
        "<p>Advertisement</p>",
        "<p>Read more: Village sells its cameras again</p>",
    ],
)
def test_what_stands_around_the_article_is_left_out(around: str) -> None:
    assert read_bytes(page(around)).text == read_bytes(page()).text


def test_json_ld_states_the_facts() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Lake News"},
            {"@type": ["NewsArticle"], "headline": "Town buys cameras that know faces", "datePublished": "2022-05-03T23:30:00Z",
             "author": [{"@type": "Person", "name": "Ada Lind"}, {"@type": "Person", "name": "Bo Ek"}], "publisher": {"name": "Lake News"}},
        ],
    }  # fmt: skip
    report = read_bytes(
        page(head=f"<link rel=canonical href='/a/b'><script type='application/ld+json'>{json.dumps(data)}</script>"),
        url="https://lake.example/a/b?utm=1",
    )
    assert report.author == "Ada Lind; Bo Ek"
    assert report.published == "2022-05-03"
    assert report.publisher == "Lake News"
    assert report.url == "https://lake.example/a/b"


@pytest.mark.parametrize(
    ("head", "url", "published"),
    [
        ("<meta property='article:published_time' content='2021-03-12T00:01:00-05:00'>", None, "2021-03-12"),
        ("<meta name='citation_publication_date' content='2019/07'>", None, "2019-07"),
        ("<meta name='dc.date' content='2018'>", None, "2018"),
        ("<meta name='pubdate' content='20200214'>", None, "2020-02-14"),
        ("<meta name='date' content='March 3, 2021'>", None, "2021-03-03"),
        ("", "https://lake.example/2017/11/05/cameras", "2017-11-05"),
        ("<meta name='pubdate' content='2999-01-01'>", None, None),
        ("<meta name='pubdate' content='soon'>", None, None),
    ],
)
def test_the_publication_date_is_as_precise_as_the_page(head: str, url: str | None, published: str | None) -> None:
    assert read_bytes(page(head=head), url=url).published == published


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Town buys cameras that know faces | Lake News</title>", "Town buys cameras that know faces"),
        (
            "<meta property=og:title content='Town buys cameras that know faces – and pays'>",
            "Town buys cameras that know faces",
        ),
        ("<title>Cheap loans for everyone</title>", "Cheap loans for everyone"),
    ],
)
def test_the_heading_a_reader_sees_is_the_title_when_the_page_agrees(head: str, title: str) -> None:
    assert read_bytes(page(head=head)).title == title


def test_without_a_heading_the_title_loses_the_sites_name() -> None:
    raw = page(head="<title>Town buys cameras at the lake - Lake News</title>").replace(b"h1>", b"b>")
    assert read_bytes(raw).title == "Town buys cameras at the lake"


def test_a_byline_is_the_author_and_not_part_of_the_text() -> None:
    raw = page().replace(b"</h1>", b"</h1><p>By Ada Lind and Bo Ek</p>")
    report = read_bytes(raw)
    assert report.author == "Ada Lind and Bo Ek"
    assert "Ada Lind" not in report.text


def test_links_of_the_text_are_kept_and_others_are_not() -> None:
    raw = page().replace(b"a company in Graz", b"<a href='../optika'>a company in Graz</a>")
    raw = raw.replace(b"</main>", b"</main><footer><ul><li><a href='/privacy'>Privacy</a></li></ul></footer>")
    assert read_bytes(raw, url="https://lake.example/news/a").links == (
        ("a company in Graz", "https://lake.example/optika"),
    )


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1252", "iso-8859-15"])
def test_the_declared_charset_is_read(charset: str) -> None:
    text = page().decode().replace("charset=utf-8", f"charset={charset}").replace("Graz", "Straßburg – “nahe” Zürich")
    if charset == "iso-8859-15":
        text = text.replace("– “nahe”", "nahe")
    report = read_bytes(text.encode(charset))
    assert "Zürich" in report.text
    assert not report.warnings


def test_a_wrong_declaration_of_the_charset_does_no_harm() -> None:
    raw = page().replace(b"charset=utf-8", b"charset=iso-8859-1").replace(b"Graz", "Zürich".encode())
    assert "Zürich" in read_bytes(raw).text
    raw = page().replace(b"Graz", "Zürich".encode("cp1252"))
    report = read_bytes(raw)
    assert "Zürich" in report.text
    assert any("encoding was guessed" in warning for warning in report.warnings)


def test_wrongly_decoded_text_inside_a_page_is_said() -> None:
    raw = page().replace(b"Graz", "Graz, â€œnearâ€\x9d itâ€™s border".encode())
    assert any("wrongly decoded" in warning for warning in read_bytes(raw).warnings)


def test_a_page_marked_as_not_free_is_read_with_a_warning() -> None:
    data = {"@type": "NewsArticle", "isAccessibleForFree": "False"}
    longer = [f"{p} This is the {n}th time." for n in range(3) for p in PARAGRAPHS]
    raw = page(head=f"<script type='application/ld+json'>{json.dumps(data)}</script>", paragraphs=longer)
    assert any("paywall" in warning for warning in read_bytes(raw).warnings)


def test_an_offer_to_subscribe_beside_a_whole_article_is_no_warning() -> None:
    longer = [f"{p} This is the {n}th time." for n in range(5) for p in PARAGRAPHS]
    offer = b"<nav><p>Subscribe today for $1 a week. Already a subscriber?</p></nav><main>"
    assert not read_bytes(page(paragraphs=longer).replace(b"<main>", offer)).warnings
    cut = [*longer[:9], "The lawyer said that nobody had asked…"]
    assert read_bytes(page(paragraphs=cut).replace(b"<main>", offer)).warnings


def test_a_kicker_does_not_run_into_the_title() -> None:
    raw = page().replace(b"<h1>", b"<h1><span>Exclusive</span><span>:</span><em>")
    assert read_bytes(raw).title == "Exclusive: Town buys cameras that know faces"


@pytest.mark.parametrize(
    "broken",
    ["<script type='application/ld+json'>{not json</script>", "<script type='application/ld+json'>[1, null, {\"@graph\": 3}]</script>",
     "<meta property=og:title>", "<link rel=canonical href='http://[bad'>", "<base href='http://[bad'>"],
)  # fmt: skip
def test_broken_statements_about_a_page_do_no_harm(broken: str) -> None:
    assert read_bytes(page(head=broken)).title == "Town buys cameras that know faces"


def test_deeply_nested_pages_are_read() -> None:
    raw = page().replace(b"<main>", b"<div>" * 1500 + b"<main>").replace(b"</main>", b"</main>" + b"</div>" * 1500)
    assert PARAGRAPHS[0] in read_bytes(raw).text


def test_the_sample_page() -> None:
    report = fetch(SAMPLE)
    assert report.title == "Myanmar: Facial Recognition in Naypyidaw Puts Protesters at Risk"
    assert (report.published, report.publisher, report.author) == ("2021-03-12", "Rights Desk", "Rights Desk Asia Team")
    assert report.url == "https://rightsdesk.example/news/2021/03/12/myanmar-facial-recognition-naypyidaw"
    kinds = [kind for kind, _ in pieces(report)]
    assert (kinds.count("title"), kinds.count("heading"), kinds.count("item"), kinds.count("caption")) == (1, 3, 3, 2)
    for furniture in ("cookie", "Related Content", "newsletter", "Donate", "tax-deductible", "registered charity"):
        assert furniture not in report.text
    assert not report.warnings


def test_paragraphs_set_as_divs_or_parted_by_line_breaks_are_paragraphs() -> None:
    divs = "".join(f"<div class=x><span>{p}</span></div>" for p in PARAGRAPHS)
    report = read_bytes(f"<html lang=en><h1>Town buys cameras</h1><div><div>{divs}</div></div>".encode())
    assert [words for kind, words in pieces(report) if kind == "paragraph"] == PARAGRAPHS
    breaks = "<br>\n<br/>".join(f"{p[:20]}<b>{p[20:]}</b>" for p in PARAGRAPHS)
    report = read_bytes(f"<html lang=en><h1>Town buys cameras</h1><div>{breaks}</div>tail</html>".encode())
    assert [words for kind, words in pieces(report) if kind == "paragraph"][:4] == PARAGRAPHS
