"""What the databank's rows say of the names in a text: the countries and years of their incidents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from extractor.pipeline.annotations import TextSpan

_RUN = re.compile(r"(?<![\w@#])[^\W_][^\W\d_]*")
_FIRST = re.compile(r"[^\W_][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Incident:
    """A databank row: its id, countries and year, and the year its system was released (0 where unknown)."""

    id: str
    countries: tuple[str, ...]
    year: int
    released: int = 0


@dataclass(slots=True)
class KnownName:
    """A name in the text with the rows that have it. system: whether it is a system, not an organisation."""

    name: str
    mentions: list[TextSpan]
    incidents: list[Incident]
    system: bool


@dataclass(slots=True)
class NameTable:
    """Names of organisations and systems and the databank rows they stand in."""

    incidents: list[Incident]
    rows: dict[str, list[int]]
    systems: frozenset[str]
    _starts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        starts: dict[str, list[str]] = defaultdict(list)
        for name in self.rows:
            match = _FIRST.match(name)
            if match:
                starts[match.group()].append(name)
        for names in starts.values():
            names.sort(key=len, reverse=True)
        self._starts = dict(starts)

    @classmethod
    def from_dict(cls, data: dict[str, list[object]]) -> NameTable:
        """Read what ``to_dict`` wrote."""
        incidents = [Incident(str(i), tuple(c), int(y), int(r)) for i, c, y, r in data["incidents"]]  # type: ignore
        rows = {str(name): list(found) for name, _, found in data["names"]}  # type: ignore
        systems = frozenset(str(name) for name, system, _ in data["names"] if system)  # type: ignore
        return cls(incidents, rows, systems)

    def to_dict(self) -> dict[str, list[object]]:
        """The table as JSON-ready values."""
        return {
            "incidents": [[i.id, list(i.countries), i.year, i.released] for i in self.incidents],
            "names": [[name, int(name in self.systems), rows] for name, rows in self.rows.items()],
        }

    def find(self, text: str, leave_out: Container[str] = ()) -> list[KnownName]:
        """The known names of a text in order of first mention; rows in ``leave_out`` are not counted."""
        found: dict[str, KnownName] = {}
        after = 0
        for match in _RUN.finditer(text):
            if match.start() < after:
                continue
            for name in self._starts.get(match.group(), ()):
                end = match.start() + len(name)
                if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                    after = end
                    if name not in found:
                        incidents = [self.incidents[row] for row in self.rows[name]]
                        incidents = [incident for incident in incidents if incident.id not in leave_out]
                        found[name] = KnownName(name, [], incidents, name in self.systems)
                    found[name].mentions.append(TextSpan.cut(text, match.start(), end))
                    break
        return [known for known in found.values() if known.incidents]


def countries_of(incidents: Iterable[Incident]) -> Counter[str]:
    """How often the incidents are each country's; an incident of several counts once in all."""
    counts: Counter[str] = Counter()
    for incident in incidents:
        for country in incident.countries:
            counts[country] += 1 / len(incident.countries)  # type: ignore[assignment]
    return counts
