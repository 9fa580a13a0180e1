"""Which language a text is in: by script, then by the share of each language's most frequent words."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from extractor.errors import LanguageUnsupported

_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000
"""Characters of a text that are looked at: its first, middle and last third of this."""
_ENOUGH = 15
"""With fewer words than this nothing is said of the language."""
_ENGLISH_AT_LEAST = 0.10
"""Running English has 0.35 to 0.5 of these words; lists of English names and figures still have this many."""


@cache
def _profiles() -> tuple[dict[str, str], dict[str, frozenset[str]], tuple[tuple[int, int, str], ...]]:
    data = json.loads(Path(__file__).with_name("languages.json").read_text(encoding="utf-8"))
    words = {code: frozenset(line.split()) for code, line in data["words"].items()}
    scripts = tuple((int(low, 16), int(high, 16), code) for low, high, code in data["scripts"])
    return data["names"], words, scripts


def language_name(code: str) -> str:
    """The English name of a language by its ISO 639-1 code."""
    return _profiles()[0].get(code, f"an unknown language ({code})")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language a text is in; None when there are too few words to tell.

    "und" stands for a text that is neither English nor any language known here.
    """
    words = _WORD.findall(_sample(text).lower())
    script = _script_of("".join(words))
    if script:
        return script
    if len(words) < _ENOUGH:
        return None
    _, profiles, _ = _profiles()
    counts = Counter(words)
    rates = {
        code: sum(counts[word] for word in common if word in counts) / len(words) for code, common in profiles.items()
    }
    best = max(rates, key=lambda code: rates[code])
    if best == "en" or rates["en"] >= max(_ENGLISH_AT_LEAST, 0.8 * rates[best]):
        return "en"
    if rates[best] >= max(0.07, 2 * rates["en"]):
        return best
    return "und" if len(words) >= 60 and rates["en"] < 0.05 else None


def check_english(text: str, *, force: bool = False) -> tuple[str, str | None]:
    """The language to note for a text, and a warning or None.

    Raises LanguageUnsupported for a text that is not English, unless ``force``.
    """
    code = detect_language(text) or "en"
    if code == "en":
        return "en", None
    name = language_name(code)
    if not force:
        message = f"The text is in {name}, not in English." if code != "und" else "The text does not read as English."
        raise LanguageUnsupported(message, "Draft from a translation, or use --force to go on anyway.", code)
    return code, f"the text is in {name}: what is drafted from it is not to be relied on"


def _sample(text: str) -> str:
    if len(text) <= _READ:
        return text
    third = _READ // 3
    middle = len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"


def _script_of(letters: str) -> str | None:
    """The language that a mostly non-Latin text's script stands for, None for Latin script."""
    counts: Counter[str] = Counter()
    for char in letters:
        if char > "\u024f":
            point = ord(char)
            counts[next((code for low, high, code in _profiles()[2] if low <= point <= high), "")] += 1
    counts.pop("", None)
    if not counts or sum(counts.values()) < 0.4 * len(letters) or sum(counts.values()) < 8:
        return None
    if counts["ja"] and counts["ja"] > 0.05 * (counts["ja"] + counts["zh"]):
        return "ja"
    best = counts.most_common(1)[0][0]
    if best == "ru":
        return _cyrillic(letters)
    if best == "ar" and re.search("[پچژگ]", letters):
        return "ur" if re.search("[ٹڈڑں]", letters) else "fa"
    return best


def _cyrillic(letters: str) -> str:
    """The language of Cyrillic letters, by those that only some languages have."""
    if re.search("[іїєґ]", letters):
        return "uk"
    if re.search("[јљњћђџ]", letters):
        return "hr"
    return "bg" if "ъ" in letters and not re.search("[ыэё]", letters) else "ru"
