"""The written forms of a name: what may stand in a text for a name of the databank, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_SUFFIX = re.compile(
    r",?\s+(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Co|Company|PLC|plc|GmbH|AG|SA|S\.A|SpA|BV|B\.V|Pty|"
    r"Pte|Oy|AB|KK|LLP|LP|AS|A/S|SAS|NV|N\.V|SE|Sdn Bhd)\.?$"
)
_GENERATION = re.compile(r"(?<=\w),?\s+(?:jr|sr|ii|iii|iv)\.?\Z", re.I)
_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*")
BASED = re.compile(r"(?:[A-Z][\w.’']* ?){1,3}-(?:based|headquartered) (?=[A-Z])")
"""Words before a name that belong to none: "Virginia-based Navy Federal Credit Union"."""


def clean_name(name: str) -> str:
    """A name on one line, without leading article, possessive and closing punctuation."""
    name = re.sub(r"\s+", " ", name).strip(" \t\n.,;:\"'“”‘’*#-–—")
    name = re.sub(r"(?:['’]s|['’])$", "", name)
    return re.sub(r"^(?:[Tt]he|[Aa]n?)\s+(?=\S)", "", name)


def without_suffix(name: str) -> str:
    """The name without its legal form ("Scatter Lab Inc." is "Scatter Lab")."""
    while True:
        shorter = _SUFFIX.sub("", name.rstrip(" ,"))
        if shorter == name or not shorter:
            return name.rstrip(" ,")
        name = shorter


def without_generation(name: str) -> str:
    """A person's name without "Jr." or "III" behind it."""
    return _GENERATION.sub("", name)


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The key under which equal names meet: no case, accents, punctuation, article or legal form."""
    name = without_suffix(clean_name(name))
    name = re.sub(r"(?<=\w\w)['’]s (?=[A-Z]\w+ (?:of|for) )", " ", name)
    name = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    name = name.replace("&", " and ").replace("u.s.", "us").replace("u.k.", "uk")
    return " ".join(re.findall(r"[a-z0-9]+", name))


def written_forms(name: str) -> list[str]:
    """Forms of a databank name that a text may use, the fullest first.

    "Los Angeles Police Department (LAPD)" gives the name and "LAPD", "Geolitica/PredPol" both sides,
    "Scatter Lab Inc" also "Scatter Lab".
    """
    bare = _PARENTHESIS.sub("", name).strip()
    forms = [bare]
    forms += [m for m in _PARENTHESIS.findall(name) if _ACRONYM.fullmatch(m) and len(m) >= 3]
    if "/" in bare:
        forms += [part.strip() for part in bare.split("/")]
    forms += [without_suffix(form) for form in forms]
    return list(dict.fromkeys(form for form in map(clean_name, forms) if len(form) > 1))


def share_written(name: str, text: str) -> float:
    """Which share of a name's longer words stand in a text: three letters alone may be anything ("the EDI office")."""
    lower = text.lower()
    words = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", name)]
    return sum(word in lower for word in words) / len(words) if words else 0.0


def is_acronym_of(short: str, full: str) -> bool:
    """Whether ``short`` can stand for ``full`` by initials (small words may be counted or skipped)."""
    letters = re.sub(r"[^A-Za-z]", "", short).upper()
    if not 2 <= len(letters) <= 8 or short.islower():
        return False
    words = re.findall(r"[A-Za-z][\w'’]*", full)
    if len(words) < 2:
        return False
    capital = "".join(w[0] for w in words if w[0].isupper()).upper()
    every = "".join(w[0] for w in words).upper()
    if letters in (capital, every):
        return True
    return len(letters) >= 3 and (capital.startswith(letters) or _in_order(letters, words))


def _in_order(letters: str, words: list[str]) -> bool:
    """Whether the letters run through the words in order, each word giving its first letter or more."""
    at = 0
    for word in words:
        if at < len(letters) and word[0].upper() == letters[at]:
            at += 1
            for letter in word[1:]:
                if at < len(letters) and letter.isupper() and letter == letters[at]:
                    at += 1
        elif word[0].isupper():
            return False
    return at == len(letters)
