"""Names that no finder knows, given away by how often a text repeats them: "DoNotPay", "Workday", "accessiBe"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.actors.cues import Cues

LEAST = 3
"""How often a capitalised word must stand in a text to be taken for a name by that alone."""
LEAST_INNER = 2
"""The same for a word with a capital inside, which is seldom anything but a name."""
_LONGEST = 3
_ELSEWHERE = frozenset({"GPE", "LOC", "NORP", "PERSON", "LANGUAGE", "LAW", "EVENT", "MONEY", "TIME", "QUANTITY"})


def repeated_names(doc: Doc, cues: Cues) -> Iterator[tuple[int, int]]:
    """Characters [start, end) of runs of capitalised words that stand often, and mostly inside sentences.

    Left out are words that the text also writes in lower case, and what spaCy takes for a place, person or law.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    inside: Counter[str] = Counter()
    lower = {token.text for token in doc if token.text.islower()}
    at = 0
    while at < len(doc):
        if not _is_capital(doc[at], cues):
            at += 1
            continue
        end = at + 1
        while end < len(doc) and _is_capital(doc[end], cues) and not doc[end].is_sent_start:
            end += 1
        name = doc[at:end].text
        if end - at <= _LONGEST and "\n" not in name:
            places[name].append((doc[at].idx, doc[end - 1].idx + len(doc[end - 1])))
            inside[name] += not doc[at].is_sent_start
        at = end
    for name, spans in places.items():
        if name.rsplit(maxsplit=1)[-1] in cues.documents:
            continue
        least = LEAST_INNER if any(c.isupper() for c in name.split()[-1][1:]) else LEAST
        if len(spans) >= least and inside[name] * 2 >= len(spans) and not _is_plain(name, lower):
            yield from spans


def _is_capital(token: Token, cues: Cues) -> bool:
    text = token.text
    if text.islower() or len(text) < 3 or not text.isalnum() or text.isdigit() or token.ent_type_ in _ELSEWHERE:
        return False
    if text in cues.openings or text in cues.false_whole or text in cues.titles:
        return False
    inner = any(c.isupper() for c in text[1:]) and any(c.islower() for c in text)
    return inner or (text.istitle() and token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "VERB"))


def _is_plain(name: str, lower: set[str]) -> bool:
    """Whether the text writes one of the words small elsewhere ("Facial Recognition")."""
    return any(word.lower() in lower for word in name.split() if word.istitle())
