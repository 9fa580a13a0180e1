"""Candidate countries of a report and what speaks for each, as numbers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from spacy.tokens import Doc

from extractor.pipeline.annotations import Place, TextSpan
from extractor.pipeline.places.gazetteer import Gazetteer
from extractor.pipeline.setting.known import KnownName, countries_of

GLOBAL = "Global"
LEAD = 700
"""Characters of the lead."""
FEATURES = (
    "named", "count", "share", "most", "first", "title", "lead", "cities", "demonyms", "inside names", "only",
    "domain", "no domain country", "publisher", "known", "known systems", "words", "prior",
    "domain, unnamed", "once in all", "thin", "dense",
    "usa", "usa unnamed", "usa, nothing named", "usa, share of others",
    "global", "global, countries", "global, nothing named",
    "others' share", "sole in lead", "domain, named", "domain, only", "another's domain", "usa, another's domain",
)  # fmt: skip


@dataclass(slots=True)
class Clues:
    """All that a report says of its country.

    counts: mentions by country; places: the places by country; domain: the country of the address, by its ending;
    publisher: that of its host, where
    the ending does not say; known: how the known names' incidents divide.
    """

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Place]] = field(default_factory=dict)
    title: set[str] = field(default_factory=set)
    lead: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    domain: str | None = None
    publisher: str | None = None
    known: dict[str, float] = field(default_factory=dict)
    known_systems: dict[str, float] = field(default_factory=dict)
    sources: dict[str, list[KnownName]] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    length: int = 0


def country_of_address(url: str | None, gazetteer: Gazetteer) -> str | None:
    """The country whose internet domain the address ends in (".co.uk"), in the databank's form."""
    host = (urlsplit(url or "").hostname or "").lower()
    ending = host.rpartition(".")[2]
    if ending in {"io", "ai", "co", "me", "tv", "fm", "ly", "gg", "eu", "to", "cc", "ws", "im", "is", "la", "sh", "st"}:
        return None
    if ending in {"gov", "mil", "us"}:
        return gazetteer.forms["US"]
    code = gazetteer.domains.get(ending)
    return gazetteer.forms[code] if code else None


def country_of_publisher(url: str | None, gazetteer: Gazetteer) -> str | None:
    """The country of a publisher known by its host, in the databank's form."""
    host = (urlsplit(url or "").hostname or "").lower().removeprefix("www.")
    while host:
        if host in _hosts():
            return gazetteer.forms[_hosts()[host]]
        host = host.partition(".")[2]
    return None


@cache
def _hosts() -> dict[str, str]:
    lines = (Path(__file__).resolve().parent / "hosts.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {host: code for code, hosts in rows for host in hosts.split("|")}


def read_clues(doc: Doc, gazetteer: Gazetteer, known: list[KnownName], words: dict[str, float]) -> Clues:
    """Gather what a doc with places says of its country."""
    length = len(doc.text)
    clues = Clues(words=words, length=length)
    report = doc._.report
    title_end = _title_end(doc)
    first = length + 1
    for place in doc._.places:
        clues.places.setdefault(place.country, []).append(place)
        clues.counts[place.country] += len(place.mentions)
        for mention in place.mentions:
            if mention.start < title_end:
                clues.title.add(place.country)
            if mention.start < title_end + LEAD:
                clues.lead[place.country] += 1
            if mention.start < first:
                first, clues.first = mention.start, place.country
    title = (report.title or "") if report is not None else ""
    if title_end == 0 and title:
        clues.title |= {
            place.country for place in doc._.places if any(mention.text in title for mention in place.mentions)
        }
    clues.domain = country_of_address(report.url if report is not None else None, gazetteer)
    clues.publisher = country_of_publisher(report.url if report is not None else None, gazetteer)
    clues.known, clues.sources = _divide([name for name in known if not name.system])
    clues.known_systems, systems = _divide([name for name in known if name.system])
    for country, names in systems.items():
        clues.sources.setdefault(country, []).extend(names)
    return clues


def _title_end(doc: Doc) -> int:
    report = doc._.report
    if report is not None and report.passages and report.passages[0].kind == "title":
        return int(report.passages[0].end)
    return 0


def _divide(names: list[KnownName]) -> tuple[dict[str, float], dict[str, list[KnownName]]]:
    """How the incidents of the names divide by country, each name weighted by its mentions, and which names say so."""
    shares: Counter[str] = Counter()
    sources: dict[str, list[KnownName]] = {}
    total = 0.0
    for name in names:
        weight = math.log1p(len(name.mentions))
        counts = countries_of(name.incidents)
        whole = sum(counts.values()) + 1.0
        total += weight
        for country, count in counts.items():
            shares[country] += weight * count / whole  # type: ignore[assignment]
            sources.setdefault(country, []).append(name)
    return {country: share / total for country, share in shares.items()} if total else {}, sources


def candidates(clues: Clues) -> list[str]:
    """Countries worth scoring: all that are named, the USA, Global, and the best of the other clues."""
    found = dict.fromkeys(clues.counts)
    found |= dict.fromkeys(["USA", GLOBAL])
    if clues.domain:
        found[clues.domain] = None
    for shares in (clues.known, clues.known_systems):
        found |= dict.fromkeys(sorted(shares, key=lambda c: (-shares[c], c))[:3])
    return list(found)


def features(country: str, clues: Clues, prior: dict[str, float]) -> list[float]:
    """What speaks for a country, in the order of FEATURES."""
    total = sum(clues.counts.values())
    count = clues.counts[country]
    most = max(clues.counts.values(), default=0)
    places = clues.places.get(country, [])

    def of(*kinds: str) -> float:
        return math.log1p(sum(len(p.mentions) for p in places if p.kind in kinds))

    usa, everywhere = float(country == "USA"), float(country == GLOBAL)
    others = total - count
    home = clues.domain or clues.publisher
    at_home, abroad = home == country, home not in (None, country)
    return [
        float(count > 0),
        math.log1p(count),
        count / total if total else 0.0,
        float(count == most > 0),
        float(clues.first == country),
        float(country in clues.title),
        math.log1p(clues.lead[country]),
        of("city", "region", "state"),
        of("demonym"),
        of("name"),
        float(count > 0 and others == 0),
        float(clues.domain == country),
        float(clues.domain is None),
        float(clues.publisher == country),
        clues.known.get(country, 0.0),
        clues.known_systems.get(country, 0.0),
        clues.words.get(country, min(clues.words.values(), default=0.0)),
        math.log(prior.get(country, 0.0005)),
        float(clues.domain == country and count == 0),
        float(count == total == 1),
        float(count > 0) * (0.0 if total > 2 else 1.0) * float(clues.length > 2500),
        1000 * count / max(clues.length, 500),
        usa,
        usa * float(count == 0),
        usa * float(total == 0),
        usa * (others / total if total else 0.0),
        everywhere,
        everywhere * math.log1p(len(clues.counts)),
        everywhere * float(total == 0),
        math.log1p(others),
        float(clues.lead[country] > 0 and len(clues.lead) == 1),
        float(at_home and count > 0),
        float(at_home and count > 0 and others == 0),
        float(abroad),
        usa * float(abroad),
    ]


def supporting(country: str, clues: Clues, limit: int = 5) -> list[TextSpan]:
    """The words that name places of a country: in the title or lead first, cities and countries before names."""
    spans = [
        (place.kind == "name", mention.start, mention)
        for place in clues.places.get(country, [])
        for mention in place.mentions
    ]
    return [mention for _, _, mention in sorted(spans, key=lambda s: s[:2])[:limit]]
