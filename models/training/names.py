"""The table of known names, learned from a databank's rows: models/names.json.

One record per organisation or person (``names``) and per system (``systems``): the databank's form, the other forms,
how many incidents have it as operator, as developer and as both, its home country, and up to three row ids.
Names are joined by written form, by "A/B" with "B", and by the groups of aliases.toml; never by likeness.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.pipeline.actors.forms import clean_name, key_of, written_forms

_ALIASES = Path(__file__).resolve().parents[2] / "extractor" / "pipeline" / "actors" / "aliases.toml"
_NOT_A_NAME = re.compile(
    r"\b(?:unknown|unnamed|unclear|unspecified|anonymous/pseudonymous|none)\b|^(?:multiple|various|anonymous)$|https?:|"
    r"^\W*$|^\d+$", re.I
)  # fmt: skip
_GROUP = re.compile(
    r"(?:^|\s)(?:users?|students?|individuals?|scammers?|fraudsters?|hackers?|creators?|customers?|drivers?|people)$",
    re.I,
)
"""Classes of people, which are no names of operators and developers; a system may well be called "Waymo Driver"."""


def build_names(rows: Iterable[Mapping[str, Any]], leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Learn the table from databank rows, without the rows whose id is in ``leave_out``."""
    aliases = tomllib.loads(_ALIASES.read_text(encoding="utf-8"))
    kept = [row for row in rows if row["id"] not in leave_out]
    uses = _count(kept)
    groups = _join([name for name in uses if uses[name]["operator"] or uses[name]["developer"]], aliases)
    names = [_name_record(group, uses, aliases) for group in groups]
    form_of = {form: record["name"] for record, group in zip(names, groups, strict=True) for form in group}
    return {
        "names": sorted(names, key=lambda r: r["name"]),
        "systems": _without_makers(_systems(kept, form_of, aliases), set(aliases["shared_systems"]["names"])),
        "never": sorted(set(aliases["words"]["never"])),
    }


def _parts(cell: str) -> list[str]:
    """A cell as single names; cells that list people with commas are split, others stay whole."""
    cell = re.sub(r"\s+", " ", cell).strip()
    parts = [part.strip() for part in cell.split(", ")]
    if len(parts) > 2 and all(len(part.split()) in (2, 3) for part in parts):
        return parts
    return [cell]


def _cells(row: Mapping[str, Any], column: str) -> set[str]:
    people = column != "system_names"
    return {
        name
        for cell in row.get(column) or ()
        for name in _parts(cell)
        if len(name) > 1 and not _NOT_A_NAME.search(name) and not (people and _GROUP.search(name))
    }


def _count(rows: list[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    uses: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"operator": set(), "developer": set(), "old": 0, "countries": Counter()}
    )
    for row in rows:
        for role, column in (("operator", "deployers"), ("developer", "developers")):
            for name in _cells(row, column):
                uses[name][role].add(row["id"])
                uses[name]["old"] += row.get("version") == "2024-09"
                if len(row.get("countries") or ()) == 1:
                    uses[name]["countries"][row["countries"][0]] += 1
    return uses


def _join(names: list[str], aliases: Mapping[str, Any]) -> list[list[str]]:
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    separate = {key_of(a) for pair in aliases["separate"]["pairs"] for a in pair[:1]}
    for group in aliases["group"]:
        first = "=" + key_of(group["forms"][0])
        for form in group["forms"]:
            parent[find("=" + key_of(form))] = find(first)
    in_hand_group = {key_of(form) for group in aliases["group"] for form in group["forms"]}
    alone = {key_of(name) for name in names if "/" not in name}
    for name in names:
        node, bare = "=" + key_of(name), re.sub(r"\s*\([^()]*\)", "", name)
        find(node)
        if key_of(name) in in_hand_group:
            continue
        if key_of(bare) and key_of(bare) != key_of(name):
            parent[find(node)] = find("=" + key_of(bare))
        if "/" in bare and key_of(name) not in separate:
            last = key_of(bare.rsplit("/", 1)[1])
            if last in alone and last:
                parent[find(node)] = find("=" + last)
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[find("=" + key_of(name))].append(name)
    return list(found.values())


def _name_record(group: list[str], uses: Mapping[str, Any], aliases: Mapping[str, Any]) -> dict[str, Any]:
    operator: set[str] = set().union(*(uses[name]["operator"] for name in group))
    developer: set[str] = set().union(*(uses[name]["developer"] for name in group))
    countries: Counter[str] = sum((uses[name]["countries"] for name in group), Counter())
    name = max(group, key=lambda n: (len(uses[n]["operator"] | uses[n]["developer"]) + uses[n]["old"] / 4, n))
    keys = {key_of(form) for form in group}
    by_hand: Mapping[str, Any] = next((g for g in aliases["group"] if keys & {key_of(form) for form in g["forms"]}), {})
    forms = [form for one in [*group, *by_hand.get("forms", ())] for form in written_forms(one)]
    owners = {form for one in [*group, *by_hand.get("forms", ())] for form in _owner_forms(one)}
    forms = [form for form in forms if form not in owners or form in by_hand.get("forms", ())]
    record: dict[str, Any] = {
        "name": name,
        "forms": list(dict.fromkeys([clean_name(name), *forms])),
        "operator": len(operator),
        "developer": len(developer),
        "both": len(operator & developer),
        "rows": sorted(operator | developer)[:3],
    }
    country = by_hand.get("country")
    if country is None and countries and countries.most_common(1)[0][1] * 2 > sum(countries.values()):
        country = countries.most_common(1)[0][0]
    record |= {"country": country} if country else {}
    record |= {"kind": by_hand["kind"]} if "kind" in by_hand else {}
    record |= {"weak": by_hand["weak"]} if "weak" in by_hand else {}
    return record


def _owner_forms(name: str) -> list[str]:
    """In "Tencent/WeChat" the owner is an organisation of its own: its form does not stand for the pair."""
    parts = name.split("/")
    return [clean_name(part) for part in parts[:-1]] if len(parts) > 1 else []


def _systems(
    rows: list[Mapping[str, Any]], form_of: Mapping[str, str], aliases: Mapping[str, Any]
) -> list[dict[str, Any]]:
    never = set(aliases["words"]["never"])
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    ids: dict[str, set[str]] = defaultdict(set)
    makers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    operators: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for cell in _cells(row, "system_names"):
            key = key_of(re.sub(r"\s*\([^()]*\)", "", cell))
            cells[key][cell] += 1 + (row.get("version") == "2024-09")
            ids[key].add(row["id"])
            for column, into in (("developers", makers), ("deployers", operators)):
                for name in _cells(row, column):
                    into[key][form_of.get(name, name)].add(row["id"])
    _join_systems(cells, ids, makers, operators)
    found = []
    for key, forms in cells.items():
        name = forms.most_common(1)[0][0]
        own = [(len(r), key in (key_of(part) for part in n.split("/")), n) for n, r in makers[key].items()]
        developers = [(count, n) for count, _, n in sorted(own, reverse=True)]  # Facebook is Meta/Facebook's
        deployers = sorted(((len(r), n) for n, r in operators[key].items()), reverse=True)
        written = [w for form in forms for w in written_forms(form)] + aliases["system_forms"].get(name, [])
        for _, maker in developers[:2]:
            short = [w[len(m) + 1 :] for m in written_forms(maker) for w in written if w.startswith(m + " ")]
            often = len(ids[key]) > 1
            written += [w for w in short if w[0].isupper() and len(w) > 3 and w not in never and (often or " " in w)]
        found.append(
            {
                "name": name,
                "forms": list(dict.fromkeys(form for form in written if len(form) > 1)),
                "count": len(ids[key]),
                "developers": [[n, c] for c, n in developers[:3]],
                "operators": [[n, c] for c, n in deployers[:3]],
                "rows": sorted(ids[key])[:3],
            }
        )
    return sorted(found, key=lambda r: str(r["name"]))


def _join_systems(cells: dict[str, Counter[str]], *tables: dict[str, Any]) -> None:
    """Join "Autopilot" with "Tesla Autopilot" and "Gemini" with "Bard/Gemini", where both have one maker.

    tables: ids, makers, operators by the key of a system; what is joined is added to the more frequent form's.
    """
    ids, makers, operators = tables
    for key in sorted(cells, key=len, reverse=True):
        forms = cells.get(key, Counter())
        starts = {key_of(form) for maker in makers[key] for form in written_forms(maker)}
        shorter = {key[len(start) + 1 :] for start in starts if start and key.startswith(start + " ")}
        shorter |= {key_of(part) for form in forms if "/" in form for part in form.split("/")}
        for other in sorted(shorter & cells.keys() - {key}):
            if not makers[other].keys() & makers[key].keys():
                continue
            keep, drop = (key, other) if len(ids[key]) >= len(ids[other]) else (other, key)
            cells[keep] += cells.pop(drop)
            ids[keep] |= ids.pop(drop)
            for table in (makers, operators):
                for name, rows in table.pop(drop, {}).items():
                    table[keep][name] |= rows
            if drop == key:
                break


def _without_makers(systems: list[dict[str, Any]], shared: set[str]) -> list[dict[str, Any]]:
    """Systems whose name is shared by many makers lose theirs."""
    return [{**s, "developers": [], "operators": []} if s["name"] in shared else s for s in systems]


def write_names(
    rows: Iterable[Mapping[str, Any]], path: Path, leave_out: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Write the table as JSON, one record a line; returns how many names and systems it has."""
    table = build_names(rows, leave_out)
    lines = ['{"credit": "Learned from the AIAAIC repository (CC BY-SA 4.0), https://www.aiaaic.org",', '"never": ']
    lines[-1] += json.dumps(table["never"], ensure_ascii=False) + ","
    for part in ("names", "systems"):
        records = ",\n".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in table[part])
        lines.append(f'"{part}": [\n{records}\n]' + ("," if part == "names" else "}"))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {part: len(table[part]) for part in ("names", "systems")}
