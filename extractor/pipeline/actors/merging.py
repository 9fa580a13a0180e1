"""Mentions become actors: one record per entity, with its aliases, acronyms, short forms and surnames."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.forms import clean_name, is_acronym_of, key_of, without_generation, without_suffix
from extractor.pipeline.actors.known import KnownName, KnownNames
from extractor.pipeline.actors.mentions import Mention
from extractor.pipeline.actors.recognised import is_false
from extractor.pipeline.annotations import Actor, TextSpan

_BRACKET = re.compile(
    r"[ ]?\((?:the |or |known as |formerly |“|\"|‘|')*([A-Z][A-Za-z&.’'-]{1,11}|[A-Z]{2,8}-?[A-Z]*)(?:”|\"|’|')?\)"
)
_BODIES = ("police", "government", "council", "court", "university", "school", "hospital")
"""Who is called by the last words of a name: "the University", "the Agency"."""
_MOSTLY = 2
"""A name is meant by its last words if it is named so many times as often as any other that ends with them."""
_BEFORE = re.compile(r"((?:[A-Z][\w&’'-]*[ ](?:(?:of|and|for|the|on|&|de)[ ])*){1,8})\Z")


@dataclass(slots=True)
class Group:
    """All that is known of one actor while mentions are gathered."""

    key: str
    known: KnownName | None = None
    mentions: list[Mention] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)

    def add(self, mention: Mention) -> None:
        """Take one more mention."""
        self.mentions.append(mention)
        self.forms[clean_name(mention.text)] += 1
        self.known = self.known or mention.known


def gather(text: str, mentions: list[Mention], known: KnownNames, cues: Cues) -> list[Actor]:
    """Group mentions into actors, resolve aliases, and add the bare mentions that no finder saw."""
    groups: dict[str, Group] = {}
    for mention in mentions:
        key = key_of(mention.known.name if mention.known else mention.text)
        if key:
            groups.setdefault(key, Group(key)).add(mention)
    acronyms = _bracketed(text, mentions, groups, known, cues)
    _join_acronyms(groups, acronyms)
    _join_short_forms(groups)
    _join_heads(groups, cues)
    _add_missed(text, groups)
    return [_actor(group, cues) for group in sorted(groups.values(), key=lambda g: min(m.start for m in g.mentions))]


def _bracketed(
    text: str, mentions: list[Mention], groups: dict[str, Group], known: KnownNames, cues: Cues
) -> dict[str, str]:
    """Acronyms introduced in brackets: acronym -> key of the group it stands for ("Human Rights Watch (HRW)")."""
    by_end = {mention.end: mention for mention in mentions}
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        short = match.group(1).rstrip(".")
        full = by_end.get(match.start()) or by_end.get(match.start() - 2)
        if full is not None and is_acronym_of(short, full.text):
            found[short] = key_of(full.known.name if full.known else full.text)
            continue
        before = _BEFORE.search(text[max(0, match.start() - 90) : match.start()] + " ")
        name = _spelled_out(short, before.group(1).split()) if before and short.isupper() else ""
        start = match.start() - len(name)
        if (
            not name
            or text[start : match.start()] != name
            or cues.system_headed.fullmatch(name)
            or is_false(name, cues)
        ):
            continue
        if any(m.start < match.start() and start < m.end and m.kind == "person" for m in mentions):
            continue
        record = known.name(name)
        mention = Mention(start, match.start(), name, _kind(name, cues) or "org", "pattern", record)
        inside = [m for m in mentions if m.start < mention.end and start < m.end]
        for old in inside:
            for group in list(groups.values()):
                if old in group.mentions:
                    group.mentions.remove(old)
                    group.forms[clean_name(old.text)] -= 1
                    if not group.mentions:
                        del groups[group.key]
        key = key_of(record.name if record else name)
        groups.setdefault(key, Group(key)).add(mention)
        found[short] = key
    return found


def _spelled_out(short: str, words: list[str]) -> str:
    """The shortest tail of the words whose initials are the acronym."""
    for size in range(2, len(words) + 1):
        tail = words[-size:]
        if tail[0][0].isupper() and is_acronym_of(short, " ".join(tail)):
            capital = "".join(word[0] for word in tail if word[0].isupper())
            if capital[0] == short[0]:
                return " ".join(tail)
    return ""


def _join_acronyms(groups: dict[str, Group], acronyms: dict[str, str]) -> None:
    for short, key in acronyms.items():
        _merge(groups, key_of(short), key)
        if key in groups:
            groups[key].forms[short] += 0
    names = [(key, max(group.forms, key=len)) for key, group in groups.items()]
    for key, group in list(groups.items()):
        short = max(group.forms, key=len)
        if not (short.isupper() and 3 <= len(short) <= 6) or group.known is not None:
            continue
        fulls = [k for k, full in names if k != key and k in groups and " " in full and is_acronym_of(short, full)]
        if len(fulls) == 1:
            _merge(groups, key, fulls[0])


def _join_short_forms(groups: dict[str, Group]) -> None:
    """Surnames of people, and short forms of organisations that fit exactly one fuller name."""
    kinds = {key: _kind_vote(group) for key, group in groups.items()}
    for key in sorted(groups, key=lambda k: len(k.split())):
        group, words = groups[key], key.split()
        if group.known is not None and group.known.operator + group.known.developer > 1:
            continue
        fuller = []
        for other in groups:
            longer = (without_generation(other) if kinds[other] == "person" else other).split()
            if other == key or len(longer) <= len(words) or longer[len(words) : -1][:1] == ["s"]:
                continue  # "Navy Federal's VA" is not what "Navy Federal" is short for
            opens = longer[: len(words)] == words
            if kinds[other] == "person":
                if opens or longer[-len(words) :] == words:
                    fuller.append(other)
            elif kinds[key] == "person":
                if opens and len(longer) == len(words) + 1:
                    fuller.append(other)
            elif opens and _shortens(words, kinds[key], kinds[other]):
                fuller.append(other)
        if len(fuller) == 1 and not (kinds[key] == "person" and len(words) == 1 and len(words[0]) < 3):
            _merge(groups, key, fuller[0])


def _join_heads(groups: dict[str, Group], cues: Cues) -> None:
    """The last words of a name, said alone: "the Sheriff's Office" is the one that the text names, or names most."""
    heads = {key for key, group in groups.items() if group.known is None and _is_head(group, cues)}
    for key in heads:
        fuller = sorted(
            (len(group.mentions), other)
            for other, group in groups.items()
            if other.endswith(f" {key}") and not other.endswith(f" of {key}") and other not in heads
        )
        if fuller and (len(fuller) == 1 or fuller[-1][0] >= _MOSTLY * fuller[-2][0]):
            _merge(groups, key, fuller[-1][1])


def _is_head(group: Group, cues: Cues) -> bool:
    return all(cues.kind_of_head.get(form) in _BODIES for form in group.forms)


def _shortens(words: list[str], short: str, full: str) -> bool:
    """A place alone is not short for its council, police or university."""
    if full in (*_BODIES, "media", "ngo"):
        return len(words) > 1 and short in (full, "org")
    return short == full or "org" in (short, full)


def _merge(groups: dict[str, Group], key: str, into: str) -> None:
    if key == into or key not in groups or into not in groups:
        return
    gone, kept = groups.pop(key), groups[into]
    kept.mentions += gone.mentions
    kept.forms.update(gone.forms)
    kept.known = kept.known or gone.known


def _add_missed(text: str, groups: dict[str, Group]) -> None:
    """Bare repeats of a name or alias that no finder saw ("HRW" later on, a surname tagged as a place)."""
    owner: dict[str, str] = {}
    for key, group in groups.items():
        people = _kind_vote(group) == "person"
        for form in list(group.forms):
            owner.setdefault(form, key)
            words = without_generation(form).split()
            if people and len(words) in (2, 3) and len(surname := words[-1]) > 2:
                owner.setdefault(surname, key) if owner.get(surname, key) == key else owner.pop(surname)
            elif without_suffix(form) != form:
                owner.setdefault(without_suffix(form), key)
    forms = sorted((f for f in owner if len(f) > 1 and f[:1].isalnum()), key=len, reverse=True)
    if not forms:
        return
    taken = [False] * (len(text) + 1)
    for group in groups.values():
        for m in group.mentions:
            taken[m.start : m.end] = [True] * (m.end - m.start)
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", text):
        if not taken[match.start()] and not taken[match.end() - 1]:
            groups[owner[match.group()]].add(Mention(match.start(), match.end(), match.group(), "", "entity"))


@lru_cache(maxsize=16384)
def _kind(name: str, cues: Cues) -> str | None:
    kind = cues.kind_of_known.get(name) or cues.kind_of_known.get(clean_name(name))
    if kind:
        return kind
    kind = kind_by_head(name, cues)
    if kind and (cues.headed.fullmatch(name) or cues.lower_headed.fullmatch(name)):
        return kind
    match = cues.opened.fullmatch(name)
    return cues.kind_of_opener[match["open"]] if match else None


def _kind_vote(group: Group) -> str:
    votes: Counter[str] = Counter()
    for mention in group.mentions:
        if mention.kind:
            votes[mention.kind] += {"known": 3, "pattern": 4, "context": 3, "entity": 1, "repeated": 1}[mention.by]
    if len(votes) > 1 and votes["org"] * 3 <= 4 * (votes.total() - votes["org"]):
        del votes["org"]
    return votes.most_common(1)[0][0] if votes else "org"


def _fullest(group: Group, forms: list[str], cues: Cues) -> str:
    """The longest form that the text really uses: a long form seen once beside a frequent short one is a slip."""
    often = max(group.forms.values())
    people = _kind_vote(group) == "person"
    for form in forms:
        if people and len(form.split()) > 3:
            continue
        if people or group.forms[form] * 3 >= often or (_kind(form, cues) and not form.isupper()):
            return form
    return max(forms, key=lambda form: group.forms[form])


def _actor(group: Group, cues: Cues) -> Actor:
    forms = [form for form, _ in sorted(group.forms.items(), key=lambda f: (-len(f[0]), f[0]))]
    full = group.known.name if group.known else _fullest(group, forms, cues)
    kind = next((k for form in [full, *forms] if (k := _kind(form, cues))), None)
    if group.known and group.known.kind:
        kind = group.known.kind
    voted = _kind_vote(group)
    mentions = sorted({(m.start, m.end, m.text) for m in group.mentions})
    return Actor(
        name=full,
        kind=kind if kind and (voted != "person" or group.known) else voted,
        mentions=[TextSpan(*m) for m in mentions],
        aliases=[form for form in forms if form != full],
        country=group.known.country if group.known else None,
        known=group.known.rows[0] if group.known and group.known.rows else None,
    )
