"""Bad input: each kind is refused with its own error and one clear line that says what it is and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_pdf import tiny_pdf

from extractor.errors import (
    LanguageUnsupported,
    SourceBlocked,
    SourceEmpty,
    SourceError,
    SourceNotFound,
    SourceUnreadable,
)  # fmt: skip
from extractor.fetching import fetch, read_bytes
from extractor.fetching.language import detect_language

FIXTURES = Path(__file__).parent / "fixtures"
SPANISH = (
    "La policía de la ciudad ha comprado cuarenta cámaras que reconocen los rostros de las personas en la calle, según "
    "dijo el lunes el ayuntamiento. Los vecinos no fueron consultados y una abogada anunció que irá a los tribunales."
)
COOKIE_WALL = (
    "<html lang=en><title>Lake News</title><body><div role=dialog><h1>Before you continue</h1><p>We and our 842 partners use "
    "cookies to store and access personal data on your device.</p><button>Accept all cookies</button>"
    "<button>Manage preferences</button></div></body></html>"
)
PAYWALL_STUB = (
    "<html lang=en><title>Town buys cameras</title><body><article><h1>Town buys cameras</h1><p>The police of Lindau have bought "
    "forty cameras that recognise faces, the town council said on Monday, and the first of them will hang in May.</p>"
    "<div class=gate><h2>Subscribe to continue reading</h2><p>Already a subscriber? Log in</p></div></article></body></html>"
)
LOGIN = (
    "<html lang=en><title>Sign in</title><body><form><h1>Sign in to your account</h1><input name=user><input type=password>"
    "<a href=/f>Forgot your password?</a></form></body></html>"
)
ROBOT = "<html lang=en><title>Just a moment...</title><body><p>Checking your browser before you proceed. Verify you are human.</p></body></html>"


def refused(raw: bytes | str, error: type[SourceError], name: str = "a.html") -> str:
    with pytest.raises(error) as caught:
        read_bytes(raw.encode() if isinstance(raw, str) else raw, name=name)
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert caught.value.way_out
    return caught.value.message


@pytest.mark.parametrize(
    ("page", "says"),
    [(COOKIE_WALL, "cookie consent"), (PAYWALL_STUB, "paywall stub"), (LOGIN, "log-in page"), (ROBOT, "robot check")],
)
def test_a_wall_in_place_of_the_report_is_named(page: str, says: str) -> None:
    assert says in refused(page, SourceBlocked)


def test_a_wall_is_read_when_forced_and_warned_of() -> None:
    report = read_bytes(PAYWALL_STUB.encode(), force=True)
    assert "forty cameras" in report.text
    assert any("paywall" in warning for warning in report.warnings)


def test_a_whole_article_with_a_consent_banner_is_read() -> None:
    article = "".join(
        f"<p>The police of Lindau have bought {n} cameras that recognise faces, the council said on Monday.</p>"
        for n in range(20)
    )
    page = COOKIE_WALL.replace("<body>", f"<body><article><h1>Town buys cameras</h1>{article}</article>")
    assert not read_bytes(page.encode()).warnings


@pytest.mark.parametrize("raw", ["", "  \n ", "\ufeff", "\x00\x00"])
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md", "a.pdf"])
def test_nothing_is_empty(raw: str, name: str) -> None:
    assert "empty" in refused(raw, SourceEmpty, name)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><div id=root></div><script>start()</script></body></html>",
        "<p> &nbsp; </p>",
    ],
)
def test_a_page_without_words_is_empty(page: str) -> None:
    assert "no article text" in refused(page, SourceEmpty)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG image"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "ZIP archive or Office document"),
        (bytes(range(256)) * 40, "binary data"),
        (os.urandom(4000).replace(b"%PDF", b"____"), ""),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.pdf"])
def test_binary_files_by_another_name(raw: bytes, says: str, name: str) -> None:
    message = refused(raw, SourceUnreadable, name)
    assert says in message or name == "a.pdf"


def test_a_large_page_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(SourceUnreadable, match=r"50 MB, the limit is 20 MB"):
        fetch(path)


def test_missing_files_folders_and_names_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="no file"):
        fetch(tmp_path / "none.html")
    with pytest.raises(SourceUnreadable, match="folder"):
        fetch(tmp_path)
    for name in ("", "a\x00b.html", "x" * 5000):
        with pytest.raises(SourceError):
            fetch(name)


def test_a_scan_without_text() -> None:
    scan = tiny_pdf([[]] * 3, extra="0.5 g 50 50 400 600 re f")
    assert "scan" in refused(scan, SourceEmpty, "a.pdf")


def test_an_encrypted_pdf() -> None:
    raw = (FIXTURES / "encrypted.pdf").read_bytes()
    assert "password" in refused(raw, SourceUnreadable, "encrypted.pdf")


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.4\nnothing else", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"]
)
def test_a_broken_pdf(raw: bytes) -> None:
    assert "broken" in refused(raw, SourceUnreadable, "a.pdf")


def test_a_pdf_that_breaks_off_is_read_or_refused_but_never_crashes() -> None:
    whole = tiny_pdf(
        [[(60, 100 + 12 * n, 10, "The police of the town have bought cameras for it.") for n in range(30)]]
    )
    for part in range(100, len(whole), len(whole) // 25):
        try:
            read_bytes(whole[:part], name="a.pdf")
        except SourceError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
def test_a_text_in_another_language_is_named(name: str) -> None:
    raw = f"<html lang=en><title>Cámaras</title><article><p>{SPANISH}</p></article>" if name == "a.html" else SPANISH
    message = refused(raw, LanguageUnsupported, name)
    assert "Spanish" in message
    report = read_bytes(raw.encode(), name=name, force=True)
    assert report.language == "es"
    assert any("Spanish" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("es", SPANISH),
        ("fr", "La police de la ville a acheté des caméras qui reconnaissent les visages, a dit le conseil, mais les habitants n'ont pas été consultés."),
        ("de", "Die Polizei der Stadt hat Kameras gekauft, die Gesichter erkennen, sagte der Rat, aber die Bürger wurden nicht gefragt und sind empört."),
        ("it", "La polizia della città ha comprato delle telecamere che riconoscono i volti, ha detto il consiglio, ma gli abitanti non sono stati consultati."),
        ("pt", "A polícia da cidade comprou câmaras que reconhecem os rostos das pessoas, disse o conselho, mas os moradores não foram consultados sobre isso."),
        ("nl", "De politie van de stad heeft camera's gekocht die gezichten herkennen, zei de raad, maar de bewoners zijn niet om hun mening gevraagd."),
        ("pl", "Policja w mieście kupiła kamery, które rozpoznają twarze, powiedziała rada, ale mieszkańcy nie zostali o to zapytani i są oburzeni na władze."),
        ("tr", "Kentin polisi yüzleri tanıyan kameralar satın aldı ve belediye bunun için çok para ödedi, ancak kent sakinlerine bu konuda bir şey sorulmadı."),
        ("id", "Polisi kota itu telah membeli kamera yang dapat mengenali wajah, kata dewan kota, tetapi warga tidak ditanya dan mereka tidak setuju dengan itu."),
        ("sv", "Polisen i staden har köpt kameror som känner igen ansikten, sade kommunen, men invånarna har inte blivit tillfrågade om det och är arga."),
        ("ru", "Полиция города купила камеры, которые распознают лица, сообщил совет."),
        ("bg", "Полицията в града е купила камери, които разпознават лица, съобщи съветът."),
        ("hr", "Полиција је купила камере које препознају лица, јавља град."),
        ("zh", "该市警方购买了能够识别人脸的摄像头,市议会周一表示。"),
        ("ja", "市の警察は顔を認識するカメラを購入したと市議会が月曜日に発表した。"),
        ("ar", "اشترت شرطة المدينة كاميرات تتعرف على الوجوه، كما قال المجلس يوم الاثنين."),
        ("my", "မြို့တော် ရဲတပ်ဖွဲ့ သည် မျက်နှာမှတ် ကင်မရာများ ဝယ်ယူခဲ့သည်"),
        ("en", "The police of the city have bought cameras that recognise faces, the council said, but residents were not asked."),
        ("en", "Oakland police, San José council, Clearview AI Inc., NEC Corp. and Ring LLC: who is who in the case of the cameras in the Bay Area"),
        (None, "Zürich 2021"),
    ],
)  # fmt: skip
def test_languages(code: str | None, words: str) -> None:
    assert detect_language(words) == code


def test_an_english_report_with_a_foreign_quotation_is_english() -> None:
    english = (
        "The police of the city have bought cameras, and the council of the town was told of it on the first of May. "
        * 4
    )
    assert detect_language(english + SPANISH) == "en"
