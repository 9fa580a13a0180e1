"""The cues of cues.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CAP = r"(?:[A-ZÀ-ÖØ-Þ][\w&’'-]{0,40}(?:\.\w[\w&’'-]{0,40}){0,4}|[a-z]{1,2}[A-Z]\w{0,40})"
"""A capitalised word, possibly with an inner dot, apostrophe or hyphen ("O’Neil", "Amazon.com", "iRobot")."""


_SAYS = "(?:said|says|say|wrote|added|told|found|claimed|claims|alleged|reported|insisted|maintains|denied)\\b"
"""What follows a noun that speaks, and describes no name before it: "supplied by X, the union said"."""
_QUOTE = "[“\"‘']"


@dataclass(frozen=True, slots=True)
class ActingCues:
    """Words that show a name beside them for an organisation: the lists of cues.toml's [acting]."""

    supply: frozenset[str]
    make: frozenset[str]
    buy: frozenset[str]
    deny: frozenset[str]
    say: frozenset[str]
    own_doings: frozenset[str]
    parties: frozenset[str]
    voices: frozenset[str]
    things: frozenset[str]
    heads: frozenset[str]
    not_names: frozenset[str]
    workers: frozenset[str]
    sites: frozenset[str]
    ranks: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """What cues.toml says, ready for look-up.

    run: capitalised words with the small words that join them; the other patterns are tried only on runs that hold
    one of their head words, which keeps them cheap.
    headed, lower_headed, opened: patterns of organisation names (group "head" or "open" tells the kind).
    kind_of_head, kind_of_opener, kind_of_noun, kind_of_known: the words and the kind they give; noun_ends: the last
    words of nouns of two ("hospital group"). people_after: nouns after which those of kind_of_noun name a person.
    """

    run: re.Pattern[str]
    head_words: frozenset[str]
    lower_head_words: frozenset[str]
    opener_words: frozenset[str]
    system_head_words: frozenset[str]
    headed: re.Pattern[str]
    lower_headed: re.Pattern[str]
    opened: re.Pattern[str]
    described: re.Pattern[str]
    people_after: frozenset[str]
    people: frozenset[str]
    romance: re.Pattern[str]
    joined: re.Pattern[str]
    plain: re.Pattern[str]
    placed: re.Pattern[str]
    general: frozenset[str]
    uses: frozenset[str]
    kind_of_head: dict[str, str]
    kind_of_opener: dict[str, str]
    kind_of_noun: dict[str, str]
    kind_of_known: dict[str, str]
    noun_ends: frozenset[str]
    false_whole: frozenset[str]
    false_parts: tuple[str, ...]
    false_end: re.Pattern[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    openings: frozenset[str]
    kept_openings: tuple[str, ...]
    system_headed: re.Pattern[str]
    system_named: re.Pattern[str]
    system_nouned: re.Pattern[str]
    system_apposed: re.Pattern[str]
    not_systems: frozenset[str]
    adjectives: tuple[str, ...]
    documents: frozenset[str]
    acting: ActingCues


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def load_cues() -> Cues:
    """Read and compile cues.toml."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    capital = {word: kind for kind, heads in data["heads"].items() for word in heads["capital"]}
    lower = {word: kind for kind, heads in data["heads"].items() for word in heads["lower"]}
    openers = {word: kind for kind, words in data["openers"].items() for word in words}
    nouns = {word: kind for kind, words in data["nouns"].items() for word in words}
    known = {word: kind for kind, words in data["known"].items() for word in words}
    people = _either(data["people"]["after"])
    systems, plain = data["systems"], data["plain"]
    name = rf"{CAP}(?:[ ]{CAP}|[ ]\d[\w.]*){{0,3}}"
    link = r"(?:[ ]|[ ](?:of|and|&|for|de|the)[ ](?:the[ ])?)"
    return Cues(
        run=re.compile(rf"(?<![\w’']){CAP}(?:(?:,[ ]|[ ](?:of|and|&|for|on|de|the)[ ](?:the[ ])?|[ ]){CAP})*"),
        head_words=frozenset(word.split()[-1] for word in capital),
        lower_head_words=frozenset(word.split()[0].split(".")[0] for word in lower),
        opener_words=frozenset(word.split()[-2] if " " in word else word for word in openers),
        system_head_words=frozenset(word.split()[-1] for word in systems["heads"]),
        headed=re.compile(
            rf"(?<![\w’'])(?:{CAP}[ ](?:(?:of|&|and|for|de)[ ])?){{1,5}}(?P<head>{_either(list(capital))})(?!\w)"
        ),
        lower_headed=re.compile(rf"(?<![\w’'])(?:{CAP}[ ]){{1,4}}(?P<head>{_either(list(lower))})(?!\w)"),
        opened=re.compile(
            rf"(?<![\w’'])(?:{CAP}[ ]){{0,3}}?(?P<open>{_either(list(openers))})[ ](?:the[ ])?"
            rf"(?:{CAP},[ ]){{0,3}}{CAP}(?:{link}{CAP}){{0,4}}"
        ),
        described=re.compile(
            rf"(?<![\w’'])(?P<name>{CAP}(?:[ ]{CAP}){{0,3}}), (?:an?|the) (?:[\w’'-]+[ ]){{0,4}}"
            rf"(?P<noun>{_either(list(nouns))})\b(?! (?:[a-z]+ )?(?:{people})\b)"
            rf"(?!(?: of {CAP})?(?: has| had)? {_SAYS})"
        ),
        people_after=frozenset(data["people"]["after"]),
        people=frozenset((*data["people"]["after"], *data["people"]["nouns"])) - set(data["people"]["things"]),
        romance=re.compile(
            rf"\b[Tt]he[ ](?P<name>{CAP}(?:[ ]{CAP}){{0,3}}"
            rf"(?:[ ](?:do|da|dos|das|de|del|di|du|des|de[ ]la|de[ ]los)[ ]{CAP}(?:[ ]{CAP}){{0,2}}){{1,3}})"
        ),
        joined=re.compile(rf"(?<![\w’'])(?P<name>{CAP} ?[‘’'][nN][‘’'] ?{CAP}(?: {CAP})?)"),
        plain=re.compile(
            rf"\b(?:[Tt]he|its|their|his|her|my|our|{CAP}['’]s) "
            rf"(?P<body>(?:(?:{_either(plain['before'])}) )+(?:{_either(plain['last'])})"
            rf"|{_either(plain['alone'])}|(?P<doing>{_either(plain['doing'])}))(?![\w-])(?! of\b)"
        ),
        placed=re.compile(rf"(?<!\w)(?P<body>[Pp]olice in (?P<place>{CAP}(?:[ ]{CAP}){{0,2}}))"),
        general=frozenset(plain["general"]),
        uses=frozenset(plain["uses"]),
        kind_of_head=capital | lower,
        kind_of_opener=openers,
        kind_of_noun=nouns,
        kind_of_known=known,
        noun_ends=frozenset(noun.rpartition(" ")[2] for noun in nouns if " " in noun),
        false_whole=frozenset(data["false_entities"]["whole"]),
        false_parts=tuple(data["false_entities"]["containing"]),
        false_end=re.compile(
            rf"(?<!\w)(?:{_either(data['false_entities']['ending'])})s?(?:\Z|[ ](?:of[ ])?(?:[A-Z]-?)?\d|[ ]\()"
        ),
        titles=frozenset((*data["person"]["titles"], *data["person"]["honorifics"])),
        honorifics=frozenset(data["person"]["honorifics"]),
        openings=frozenset(data["openings"]["words"]),
        kept_openings=tuple(data["openings"]["kept"]),
        system_headed=re.compile(
            rf"(?<![\w’'])(?:{CAP}[ ](?:(?:of|&|and|for)[ ])?){{1,6}}(?:{_either(systems['heads'])})(?!\w)"
        ),
        system_named=re.compile(
            rf"\b(?:{_either(systems['naming'])})[ ](?:the[ ]|an?[ ])?"
            rf"(?:{_QUOTE}(?P<quoted>[^”\"’'\n]{{2,40}})[”\"’']|(?P<bare>{name}))"
        ),
        system_nouned=re.compile(
            rf"(?:{_QUOTE}(?P<quoted>[A-Z][^”\"’'\n]{{1,39}})[”\"’']|(?<![\w’'])(?P<bare>{name}))"
            rf"(?:[ ](?:{_either(systems['between'])})){{0,3}}[ ](?:{_either(systems['nouns'])})\b"
        ),
        system_apposed=re.compile(
            rf"(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?|['’]s)[ ](?:[\w-]+[ ]){{0,2}}(?:{_either(systems['apposed'])}),"
            rf"[ ](?P<bare>{name})(?=,|[ ]or[ ]|[ ]\()"
        ),
        not_systems=frozenset(systems["not_systems"]) | frozenset(data["openings"]["words"]),
        adjectives=tuple(systems["adjectives"]),
        documents=frozenset(data["false_entities"]["documents"]),
        acting=ActingCues(**{name: frozenset(words) for name, words in data["acting"].items()}),
    )


def kind_by_head(name: str, cues: Cues) -> str | None:
    """The kind that the longest head at a name's end gives ("Police Service" before "Service")."""
    words = name.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        kind = cues.kind_of_head.get(" ".join(words[-size:]))
        if kind:
            return kind
    return None
