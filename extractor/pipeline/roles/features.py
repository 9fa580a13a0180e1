"""What is measured of a candidate: where and how the text names it, and what the databank knows of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from spacy.tokens import Doc, Token

from extractor.pipeline.actors.acting import has_spokespeople
from extractor.pipeline.actors.cues import load_cues as load_actor_cues
from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.annotations import Statement, TextSpan
from extractor.pipeline.heading import heading_of
from extractor.pipeline.precedents import Near
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.context import measure_mention
from extractor.pipeline.roles.cues import RoleCues
from extractor.pipeline.roles.likeness import measure_likeness
from extractor.pipeline.roles.naming import measure_naming

LEAD = 600
"""The opening of a report, in characters, where the parties of the incident usually stand."""
_GOES_ON = frozenset({"it", "its", "they", "these"})
"""First words of sentences that speak of the thing in the sentence before."""
Statements = Mapping[tuple[str, str], list[Statement]]
KINDS = (
    "company", "police", "government", "council", "court", "ngo", "media", "university", "school", "hospital",
    "person", "org",
)  # fmt: skip


@dataclass(slots=True)
class Measured:
    """A candidate with its numbers (by name) and its context words."""

    candidate: Candidate
    numbers: dict[str, float]
    words: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Scene:
    """What is the same for all candidates of one text."""

    doc: Doc
    text: str
    title: str
    host: str
    token_at: dict[int, int]
    technology: set[int]
    numbers: dict[str, float]
    statements: Statements
    written: frozenset[str]
    lower: Counter[str]
    systems: frozenset[str]
    near: Near


def scene_of(doc: Doc, text: str, statements: Statements, cues: RoleCues, near: Near) -> Scene:
    """Measure a text as a whole. statements: what the claims say of (actor, role)."""
    report = doc._.report
    title = heading_of(report)
    url = (report.url if report else None) or ""
    host = key_of((urlsplit(url).hostname or "").removeprefix("www.")).replace(" ", "")
    if report and report.publisher:
        host += " " + key_of(report.publisher).replace(" ", "")
    tokens = list(doc)
    lower = Counter(token.lower_ for token in tokens)
    size = max(len(doc), 1)
    numbers = {f"scene {name}": 100 * sum(lower[w] for w in words) / size for name, words in cues.scenes.items()}
    numbers["length"] = math.log(size)
    numbers["title"] = float(bool(title))
    token_at = {token.idx: token.i for token in tokens}
    sentences = {token.sent.start for token in tokens if token.lower_ in cues.technology}
    named = [token_at.get(span.start) for system in doc._.systems for span in system.mentions]
    sentences |= {doc[at].sent.start for at in named if at is not None}
    sentences |= _gone_on(doc, sentences)
    for role in ("operator", "developer"):
        said = [s for (_, of), group in statements.items() if of == role for s in group]
        numbers[f"stated {role}s"] = min(sum(s.holds == "asserts" for s in said), 8)
    numbers["systems"] = min(len(doc._.systems), 6)
    numbers["known systems"] = min(sum(1 for s in doc._.systems if s.developer), 4)
    systems = frozenset(key_of(form) for s in doc._.systems for form in (s.name, *(m.text for m in s.mentions)))
    written = frozenset(token.text for token in tokens)
    return Scene(
        doc, text, title.lower(), host, token_at, sentences, numbers, statements, written, lower, systems, near
    )


def _gone_on(doc: Doc, starts: set[int]) -> set[int]:
    """Starts of the sentences that go on about what stood before them: "It was built by X and is rented by Y"."""
    found: set[int] = set()
    before = -1
    for sent in doc.sents:
        if sent[0].lower_ in _GOES_ON and (before in starts or before in found):
            found.add(sent.start)
        before = sent.start
    return found


def measure(candidates: list[Candidate], scene: Scene, known: KnownNames, cues: RoleCues) -> list[Measured]:
    """Numbers and words of every candidate, those relative to the other candidates included."""
    found = [_measure_one(c, scene, known, cues) for c in candidates]
    named = [m for m in found if m.candidate.origin in ("actor", "product", "system")]
    for label, use in (("n", "mentions"), ("tech", "in technology sentences"), ("lead n", "in lead")):
        ranked = sorted(named, key=lambda m: (-m.numbers[use], m.candidate.mentions[0].start))
        top = max(ranked[0].numbers[use], 1.0) if ranked else 1.0
        for rank, one in enumerate(ranked):
            one.numbers[f"rank {label}"] = min(rank, 12)
            one.numbers[f"share {label}"] = one.numbers[use] / top
    parties = [m for m in named if m.candidate.kind not in ("media", "court")]
    total = sum(len(m.candidate.mentions) for m in parties)
    for rank, one in enumerate(sorted(parties, key=lambda m: m.candidate.mentions[0].start)):
        one.numbers["order"] = min(rank, 15) + 1
        one.numbers["share of all"] = len(one.candidate.mentions) / max(total, 1)
    organisations = sorted(
        (m for m in named if m.candidate.kind not in ("person", "media")), key=lambda m: -m.numbers["mentions"]
    )
    for rank, one in enumerate(organisations):
        one.numbers["rank organisation"] = min(rank, 12) + 1
    makers = sum(1 for m in found if m.numbers.get("makes systems"))
    for one in found:
        one.numbers |= scene.numbers
        one.numbers["candidates"] = min(len(named), 40)
        one.numbers["other makers"] = min(makers - bool(one.numbers.get("makes systems")), 4)
    measure_likeness(found, scene.near)
    return found


def _measure_one(candidate: Candidate, scene: Scene, known: KnownNames, cues: RoleCues) -> Measured:
    mentions = candidate.mentions
    count = len(mentions)
    numbers: dict[str, float] = {
        "mentions": math.log1p(count),
        "first": math.log1p(mentions[0].start),
        "first share": mentions[0].start / max(len(scene.text), 1),
        "spread": (mentions[-1].start - mentions[0].start) / max(len(scene.text), 1),
        "in lead": float(sum(m.start < LEAD for m in mentions)),
        "in title": float(_in_title(candidate.forms, scene)),
        "title place": _title_place(candidate, scene.title),
        "publisher": float(bool(scene.host) and _is_publisher(candidate, scene.host)),
        "a system here": float(_is_only_system(candidate, scene)),
        "overseer": float(bool(cues.overseers.search(candidate.name))),
        "words in name": float(len(candidate.name.split())),
        "named": float(candidate.origin in ("actor", "product", "system")),
        "maker": float(candidate.origin == "maker"),
        "class": float(candidate.origin == "class"),
        "inferred": float(candidate.origin == "inferred"),
        "product": float(candidate.origin == "product"),
    }
    numbers |= {f"kind {kind}": float(candidate.kind == kind) for kind in KINDS}
    if candidate.origin == "class":
        numbers[f"class {candidate.name}"] = 1.0
        numbers["cue share"] = 1000 * count / max(len(scene.text), 1)
    numbers |= shape_of(candidate.name)
    _measure_known(candidate, numbers, scene, known)
    _measure_statements(candidate, numbers, scene)
    if candidate.origin in ("system", "product"):
        measure_naming(candidate, numbers, scene.text)
    words: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    tokens = [t for m in mentions if (t := _head(scene, m)) is not None]
    if candidate.origin != "class":
        for token in tokens:
            measure_mention(token, seen, words, scene.technology, cues)
    if candidate.origin in ("system", "product", "actor"):
        lone = candidate.mentions[0].text.lower()
        numbers["common word"] = scene.lower[lone] / count - 1.0 if " " not in lone else 0.0
        numbers["in lower case"] = float(scene.lower[lone] > count and lone in scene.written)
    numbers["in technology sentences"] = seen["technology"]
    for name, value in seen.items():
        numbers[f"rate {name}"] = value / max(len(tokens), 1)
    return Measured(candidate, numbers, words)


def _measure_known(candidate: Candidate, numbers: dict[str, float], scene: Scene, known: KnownNames) -> None:
    record, system = candidate.known, candidate.known_system
    if record is not None:
        total = record.operator + record.developer - record.both
        numbers["known"] = 1.0
        numbers["known operator"] = math.log1p(record.operator)
        numbers["known developer"] = math.log1p(record.developer)
        numbers["operator share"] = record.operator / max(total, 1)
        numbers["developer share"] = record.developer / max(total, 1)
        numbers["both share"] = record.both / max(total, 1)
        made = [s for s in scene.doc._.systems if s.developer == record.name]
        numbers["makes systems"] = float(len(made))
        numbers["makes mentions"] = math.log1p(sum(len(s.mentions) for s in made))
        numbers["known systems of it"] = math.log1p(len(known.systems_of(record.name)))
        numbers["is a system too"] = float(known.system(candidate.name) is not None)
    if system is not None:
        numbers["known system"] = 1.0
        numbers["system count"] = math.log1p(system.count)
        maker = system.developer
        numbers["maker known"] = float(maker is not None)
        made_by = next((a for a in scene.doc._.actors if a.name == maker), None)
        numbers["maker named"] = float(made_by is not None)
        numbers["maker mentions"] = math.log1p(len(made_by.mentions)) if made_by else 0.0
        numbers["maker in title"] = float(made_by is not None and _in_title([made_by.name, *made_by.aliases], scene))
        own = words_apart(system.name, maker or "")
        numbers["own words"] = float(len(own))
        numbers["own words in text"] = sum(scene.lower[w] > 0 for w in own) / max(len(own), 1)
        numbers["own words often"] = sum(math.log1p(scene.lower[w]) for w in own) / max(len(own), 1)
        numbers["same as maker"] = float(maker is not None and key_of(maker) == key_of(system.name))
        if maker is not None:
            siblings = known.systems_of(maker)
            numbers["rank of maker"] = float(next((at for at, s in enumerate(siblings) if s is system), 9))
            numbers["share of maker"] = system.count / max(sum(s.count for s in siblings), 1)
        if system.operators and maker is not None:
            numbers["maker operates"] = dict(system.operators).get(maker, 0) / max(system.count, 1)


def _is_only_system(candidate: Candidate, scene: Scene) -> bool:
    """Whether the text calls a candidate a system, and nobody speaks or works for it."""
    if not any(key_of(form) in scene.systems for form in candidate.forms):
        return False
    return not has_spokespeople(scene.doc, candidate.mentions, load_actor_cues().acting)


def shape_of(name: str) -> dict[str, float]:
    """What a name looks like: digits, inner capitals ("NarxCare"), all capitals, "AI" or "GPT" in it."""
    return {
        "digits": float(any(c.isdigit() for c in name)),
        "inner capital": float(bool(re.search(r"[a-z][A-Z]", name))),
        "all capitals": float(name.isupper()),
        "ai in name": float(bool(re.search(r"\bAI\b|GPT|bot\b|Bot\b|Face", name))),
    }


def words_apart(name: str, maker: str) -> list[str]:
    """The words of a system's name that are not its maker's."""
    made_by = set(key_of(maker).split())
    return [word for word in key_of(name).split() if word not in made_by]


def _measure_statements(candidate: Candidate, numbers: dict[str, float], scene: Scene) -> None:
    for role in ("operator", "developer"):
        said = scene.statements.get((candidate.name, role), [])
        if not said:
            continue
        asserted = [s for s in said if s.holds == "asserts"]
        numbers[f"stated {role}"] = float(len(asserted))
        numbers[f"stated {role} in own voice"] = float(sum(s.by is None for s in asserted))
        numbers[f"stated {role} early"] = float(sum(s.span.start < 2 * LEAD for s in asserted))
        numbers[f"stated {role} of itself"] = float(sum(s.by in candidate.forms for s in asserted))
        numbers[f"denied {role}"] = float(sum(s.holds == "denies" for s in said))
        technology = [t for s in asserted if (t := scene.token_at.get(s.span.start)) is not None]
        numbers[f"stated {role} of technology"] = float(
            sum(scene.doc[t].sent.start in scene.technology for t in technology)
        )


def _is_publisher(candidate: Candidate, host: str) -> bool:
    return any(len(key := key_of(form).replace(" ", "")) > 2 and key in host for form in candidate.forms)


def _in_title(forms: list[str], scene: Scene) -> bool:
    return any(form.lower() in scene.title for form in forms if len(form) > 2)


def _title_place(candidate: Candidate, title: str) -> float:
    """How early the title has the name, 1 for its first word, 0 where it has not."""
    places = [at for form in candidate.forms if len(form) > 2 and (at := title.find(form.lower())) >= 0]
    return 1.0 - min(places) / len(title) if places else 0.0


def _head(scene: Scene, mention: TextSpan) -> Token | None:
    """The token of a mention that the rest of it hangs from."""
    at = scene.token_at.get(mention.start)
    if at is None:
        return None
    token = scene.doc[at]
    for _ in range(8):
        head = token.head
        if head.i == token.i or not mention.start <= head.idx < mention.end:
            break
        token = head
    return token
