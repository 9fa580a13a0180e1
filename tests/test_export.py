"""Export: the page and its reader, the sheet, JSON."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extractor.databank import vocabulary
from extractor.drafting.records import empty_entry
from extractor.errors import UsageError
from extractor.export import FORMATS, export, read_page, read_pages
from extractor.export.markdown import escape, unescape
from extractor.export.page import page
from extractor.export.page_layout import read_date, say_date
from extractor.export.sheet import safe

SAMPLES = Path(__file__).parent.parent / "samples"
EXAMPLE = json.loads((SAMPLES / "naypyidaw-databank-entry.json").read_text(encoding="utf-8"))
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://t.co/i) &lt; *b* `c` | # @me www.x.org https://x.org $y$ {{z}}"


def written(drafts, shape):
    stream = io.StringIO()
    export(drafts, stream, shape)
    return stream.getvalue()


def entry(**fields):
    return {**empty_entry(), "headline": "Robot bites man", **fields}


def rendered(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown)


# ---- the page


def test_the_databanks_example_goes_to_its_page_and_back_unchanged():
    assert read_page(page(EXAMPLE)) == EXAMPLE


def test_the_page_has_the_examples_sections_and_lines_in_their_order():
    text = page(EXAMPLE)
    parts = [
        "# Naypyidaw 'Safe City' video surveillance\n\nA 'Safe City' initiative",
        "\n\n## System databank 🔢\n\nOperator: Naypyitaw Council; Mandalay Council  \nDeveloper: Huawei; Linn IT Solution; Naung Yoe\n\n",
        "Country: Myanmar\n\nSector: Govt - police; Govt - security\n\nPurpose: Strengthen law enforcement\n\n",
        "Technology: Facial recognition; Automated license plate/number recognition (ALPR/ANPR)  \nIssue: Accuracy/reliability; Privacy; ",
        "Freedom of expression - right of assembly\n\nTransparency: Governance; Privacy; Marketing\n\n## Risks and harms 🛑\n\n",
        "\n\n## Transparency 🙈\n\nHRW and others noted",
        "\n\n## Research, advocacy 🧮\n\n## Page info\n\nType: System  \nPublished: January 2023  \nLast updated: May 2024\n",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.startswith(parts[0]) and text.endswith(parts[-1])


PLAIN = """Robot bites man

It bit him twice.

He was unharmed.

System databank 🔢

Operator: Acme; Bolt\x20
Developer: Acme

Country: UK

Transparency: Governance

Risks and harms 🛑

Campaigners warned of more bites.

Transparency 🙈

Research, advocacy 🧮

Page info\x20
Type: Incident
Published: 3 May 2021
"""


def test_the_databanks_layout_is_read_as_plain_text_too():
    assert read_page(PLAIN) == entry(
        description="It bit him twice.\n\nHe was unharmed.", operator=["Acme", "Bolt"], developer=["Acme"], country=["UK"],
        transparency=["Governance"], risks_and_harms="Campaigners warned of more bites.", type="Incident", published="2021-05-03",
    )  # fmt: skip


LINE = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
TRICKY = st.sampled_from(
    [HOSTILE, "# A", "- b", "1. c", "1) d", "> e", "---", "===", "a; b", "\\", "a\\", "\\;", ";", "## Page info", "Page info", "Type: x",
     "+ f", "~~~", "```", "|a|b|", "[a]: b", "a\\\\", "Operator: me", "!", "<!-- x -->", "&amp;", "Setext", "_u_", "«»", "…"]
)  # fmt: skip
WORDS = LINE | TRICKY
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=2).map("\n".join), min_size=1, max_size=3).map("\n\n".join)
NAMES = st.lists(WORDS, max_size=3, unique=True)
DATES = st.none() | st.dates().flatmap(lambda day: st.sampled_from([day.isoformat()[:cut] for cut in (4, 7, 10)]))


def terms(field):
    return st.lists(st.sampled_from(vocabulary().terms(field)), max_size=3, unique=True)


ENTRIES = st.fixed_dictionaries(
    {
        "headline": WORDS, "description": st.none() | TEXTS, "type": st.none() | st.sampled_from(vocabulary().terms("type")),
        **dict.fromkeys(("operator", "developer", "system", "purpose"), NAMES),
        **{field: terms(field) for field in ("country", "sector", "technology", "issue", "transparency", "news_trigger")},
        "harms": st.fixed_dictionaries({kind: terms(f"harms.{kind}") for kind in ("individual", "societal", "environmental")}),
        "risks_and_harms": st.none() | TEXTS, "transparency_notes": st.none() | TEXTS,
        "research_advocacy": st.lists(st.fixed_dictionaries(
            {"title": WORDS, "url": st.none() | st.sampled_from(["https://a.org/x_y?b=1&copy;=2", "http://b.org/(c)", "https://c.org/*~%20#d"])}
        ), max_size=2),
        **dict.fromkeys(("occurred", "released", "published", "last_updated"), DATES),
    }
)  # fmt: skip


@settings(max_examples=60)
@given(ENTRIES)
def test_any_entry_goes_to_its_page_and_back_unchanged(any_entry):
    assert read_page(page(any_entry)) == any_entry


@settings(max_examples=20)
@given(st.lists(ENTRIES, max_size=3))
def test_several_pages_stand_one_after_the_other(entries):
    assert read_pages(written(entries, "page")) == entries


@given(WORDS)
def test_escaped_text_shows_exactly_as_written_and_as_nothing_else(text):
    assert unescape(escape(text)) == text
    shown = rendered(escape(text))
    assert re.fullmatch(r"<p>[^<]*</p>\n", shown), shown
    # Markdown leaves out white space at the edges of a paragraph, whatever kind of space it is.
    assert html.unescape(shown[3:-5]).strip() == text.strip()


@settings(max_examples=30)
@given(ENTRIES)
def test_no_text_of_an_entry_becomes_markup(any_entry):
    allowed = {"h1", "h2", "p", "br", "ul", "li", "a"}
    shown = rendered(page(any_entry))
    tags = re.findall(r"<\s*([A-Za-z!?][^\s/>]*)", shown)
    assert set(tags) <= allowed
    assert (tags.count("h1"), tags.count("h2")) == (1, 5)
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', shown)]
    assert links == [work["url"] for work in any_entry["research_advocacy"] if work["url"]]


@pytest.mark.parametrize(
    "mark", ["===", "---", "# A", "- a", "+ a", "* a", "1. a", "1) a", "> a", "```", "~~~", "|a|\n|-|", "[a]: b"]
)
def test_a_line_that_opens_like_markup_is_a_line_of_text(mark):
    shown = rendered(page(entry(description=f"Text\n{mark}\n\n{mark}")))
    assert set(re.findall(r"<([a-z0-9]+)", shown)) == {"h1", "h2", "p", "br"}
    assert shown.count("<h1>") == 1


@pytest.mark.parametrize(
    "address", ["https://x.org", "http://x.org", "www.x.org", "WWW.x.org", "ftp://x.org", "me@x.org"]
)
def test_an_address_within_a_text_is_not_made_a_link_by_forges_that_find_links_themselves(address):
    assert address not in page(entry(description=f"See {address} for more."))
    assert address in html.unescape(rendered(page(entry(description=f"See {address} for more."))))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a.org/> <img src=x>", "https://a.org/\nb", 7]
)
def test_an_unsafe_address_never_becomes_a_link(url):
    text = page(entry(research_advocacy=[{"title": "A study", "url": url}]))
    assert "- A study\n" in text
    assert "href" not in rendered(text)


def test_what_turns_or_hides_text_is_made_visible():
    assert page(entry(headline="safe\u202egpj.exe")).startswith("# safe�gpj.exe")


def test_a_contested_developer_stays_the_plain_value_with_a_note_beside_it():
    roles = [
        {"actor": "Lumo", "role": "developer", "status": "contested", "statements": [
            {"by": "Myanmar Now", "holds": "asserts"}, {"by": None, "holds": "asserts"}, {"by": "Lumo", "holds": "denies"}]},
        {"actor": "Acme", "role": "operator", "status": "asserted", "statements": [{"by": None, "holds": "asserts"}]},
    ]  # fmt: skip
    text = page({"entry": entry(developer=["Lumo"], operator=["Acme"]), "roles": roles})
    assert (
        "Developer: Lumo\n\n> Lumo, developer: contested (asserted by Myanmar Now, the report; denied by Lumo)\n"
        in text
    )
    assert "Acme, operator" not in text
    assert read_page(text) == entry(developer=["Lumo"], operator=["Acme"])


def test_a_denial_that_no_rule_found_says_that_it_was_read_so():
    roles = [{"actor": "Lumo", "role": "developer", "status": "contested",
              "statements": [{"by": "Lumo", "holds": "denies", "inferred": True}]}]  # fmt: skip
    text = page({"entry": entry(developer=["Lumo"]), "roles": roles})
    assert "> Lumo, developer: contested (read as denied by Lumo)" in text


def test_a_hostile_actor_cannot_break_out_of_the_note():
    roles = [
        {
            "actor": "<b>\n\n# x",
            "role": "developer",
            "status": "denied",
            "statements": [{"by": HOSTILE, "holds": "denies"}],
        }
    ]
    shown = rendered(page({"entry": entry(), "roles": roles}))
    assert set(re.findall(r"<([a-z0-9]+)", shown)) <= {"h1", "h2", "p", "br", "blockquote"}


@pytest.mark.parametrize(
    ("date", "said"), [("2024-05", "May 2024"), ("2024-05-09", "9 May 2024"), ("2024", "2024"), ("May", "May"), ("2024-13", "2024-13")]
)  # fmt: skip
def test_a_date_is_said_in_words(date, said):
    assert say_date(date) == said
    assert read_date(said) == date


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("just a text", "Page info"),
        ("# A\n\n## System databank 🔢\n\nOperator Acme\n\n## Page info\n", "Operator Acme"),
        ("# A\n\n## Comments\n\n## Page info\n", "Comments"),
        ("", "0 pages"),
        (page(EXAMPLE) * 2, "2 pages"),
    ],
)
def test_a_text_that_is_not_one_page_is_refused_with_what_is_wrong(text, line):
    with pytest.raises(UsageError, match=line):
        read_page(text)


@given(
    st.text(max_size=60)
    | st.lists(TRICKY | st.sampled_from(["# A", "## Page info", "Type:;;", "Operator: a;\\", ""]), max_size=8).map(
        "\n".join
    )
)
def test_any_text_is_read_or_refused_in_one_line(text):
    try:
        assert set(read_page(text)) == set(empty_entry())
    except UsageError as error:
        assert "\n" not in str(error)


# ---- the sheet


def rows(drafts, shape="sheet"):
    return list(csv.DictReader(io.StringIO(written(drafts, shape), newline="")))


def test_the_sheet_has_the_columns_of_2024_with_values_parted_by_semicolons():
    (row,) = rows([EXAMPLE])
    assert list(row)[:6] == ["AIAAIC ID#", "Headline", "Type", "Released", "Occurred", "Country(ies)"]
    assert row["Headline"] == "Naypyidaw 'Safe City' video surveillance"
    assert row["Operator(s)"] == "Naypyitaw Council; Mandalay Council"
    assert row["Issue(s)"].split("; ") == EXAMPLE["issue"]
    assert row["Transparency"] == "Governance; Privacy; Marketing"
    assert row["AIAAIC ID#"] == ""


def test_every_value_of_the_layout_of_2024_has_a_column():
    whole = entry(
        type="Issue", released="2019", occurred="2020-01", country=["UK"], sector=["Retail"], operator=["A"], developer=["B"], system=["C"],
        technology=["CCTV"], purpose=["Count"], news_trigger=["Data leak"], issue=["Privacy"], transparency=["Legal"], description="Words.",
        harms={"individual": ["Privacy loss"], "societal": ["Discrimination"], "environmental": ["Flooding"]},
    )  # fmt: skip
    (row,) = rows([{"entry": whole, "reports": [{"url": "https://a.org"}]}])
    assert [value for value in row.values() if value] == [
        "Robot bites man", "Issue", "2019", "2020-01", "UK", "Retail", "A", "B", "C", "CCTV", "Count", "Data leak", "Privacy", "Legal",
        "Privacy loss", "Discrimination", "Flooding", "Words.\nhttps://a.org",
    ]  # fmt: skip


def test_the_sheet_of_2026_has_its_columns_and_terms():
    deepfake = entry(
        country=["Global", "Turkey"], technology=["Deepfake - audio", "Deepfake - video"], operator=["A"], transparency=["Legal"],
        issue=["Bias/discrimination - race", "Fairness", "Privacy", "Safety"], news_trigger=["Lawsuit filing/litigation"],
    )  # fmt: skip
    (row,) = rows([deepfake], "sheet2026")
    assert row["Jurisdiction"] == "Multiple; Türkiye"
    assert row["Technology"] == "Deepfake"
    assert row["Deployer"] == "A"
    assert row["Ethical issue"] == "Fairness; Privacy/surveillance; Safety; Transparency"
    assert row["News trigger"] == "Legal threat/action"
    assert {"Consequence", "Response"} <= set(row)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\r", "\u00a0", "\u3000", "\u200b", "\ufeff"])
@pytest.mark.parametrize("field", ["headline", "operator", "description"])
def test_no_cell_begins_like_a_formula(sign, before, field):
    value = f"{before}{sign}HYPERLINK(1)"
    (row,) = rows([entry(**{field: [value] if field == "operator" else value})])
    cell = row[{"headline": "Headline", "operator": "Operator(s)", "description": "Description/links"}[field]]
    assert cell.startswith("'")


@given(st.lists(st.text(max_size=12) | st.sampled_from(["=A1", "x;=A1", "x; +1", "a\n@b"]), min_size=1, max_size=3))
def test_nor_does_any_part_of_a_cell_for_a_spreadsheet_that_parts_at_semicolons(values):
    for line in written([entry(operator=values, description="; ".join(values))], "sheet").split("\n"):
        for cell in line.split(";"):
            assert not re.match(r"[\s\"]*[=+\-@]", cell)


def test_an_ordinary_cell_stays_as_it_is():
    for cell in ("A-B", "a = b", "1; 2", "'quoted'", ""):
        assert safe(cell) == cell


def test_a_semicolon_within_a_name_does_not_make_two_of_it():
    (row,) = rows([entry(operator=["A; B", "C"])])
    assert row["Operator(s)"] == "A, B; C"


@settings(max_examples=20)
@given(st.lists(ENTRIES, max_size=2))
def test_the_sheet_has_one_row_for_each_entry(entries):
    assert [row["Type"] for row in rows(entries)] == [each["type"] or "" for each in entries]


# ---- JSON


def test_one_draft_is_an_object_and_several_are_a_list():
    assert json.loads(written([EXAMPLE], "json")) == EXAMPLE
    assert json.loads(written([EXAMPLE, EXAMPLE, EXAMPLE], "json")) == [EXAMPLE] * 3
    assert json.loads(written([], "json")) == []


@given(st.lists(st.dictionaries(st.text(), st.text() | st.none() | st.floats(allow_nan=False)), max_size=3))
def test_json_lines_are_one_draft_each_and_can_always_be_saved(drafts):
    text = written(drafts, "jsonl")
    text.encode("utf-8")
    assert [json.loads(line) for line in text.splitlines()] == drafts


def test_drafts_are_taken_from_a_stream_one_at_a_time():
    taken = []

    def stream():
        for i in range(3):
            taken.append(i)
            yield entry(headline=f"Number {i}")

    class Counting(io.StringIO):
        seen = ()

        def write(self, text):
            if "Number 0" in text:
                self.seen = tuple(taken)
            return super().write(text)

    for shape in ("page", "sheet", "jsonl"):
        taken.clear()
        out = Counting()
        FORMATS[shape](stream(), out)
        assert out.seen == (0,), shape
        assert out.getvalue().count("Number") == 3


def test_an_unknown_format_is_refused_with_the_ones_there_are():
    with pytest.raises(UsageError, match="page, sheet, sheet2026, json, jsonl"):
        export([EXAMPLE], io.StringIO(), "docx")
