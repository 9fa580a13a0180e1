"""The year a system came into use: as the text says, else as the databank has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.setting.year import LEAD, Clues, after

NEAR = 120
"""Characters between a system's name and the date at which it is said to be launched."""


@dataclass(frozen=True, slots=True)
class Release:
    """A candidate. stated: whether the text says it; source: the databank row that does otherwise."""

    value: str
    spans: tuple[TextSpan, ...]
    stated: bool
    why: str | None = None
    support: int = 1


def releases(clues: Clues, latest: str | None, systems: Container[str]) -> list[Release]:
    """Candidates, best first; of known systems only those of the lead that come up again.

    latest: the date of the incident, after which nothing counts as released. systems: keys of the names of
    those that the entry names; of others (the platform a deepfake was posted on) the release is of no interest.
    """
    found: list[Release] = []
    own = [name for name in clues.sources if name.system and key_of(name.name) in systems]
    places = [mention.start for name in own for mention in name.mentions]
    stated = [
        use
        for use in clues.uses
        if "release" in use.uses
        and not use.uses & {"other", "background"}
        and (latest is None or not after(use.mention.value, latest))
        and any(abs(start - use.mention.span.start) < NEAR for start in places)
    ]
    for use in sorted(stated, key=lambda u: (u.year, -len(u.mention.value))):
        if use.mention.value not in {release.value for release in found}:
            found.append(Release(use.mention.value, (use.mention.span,), stated=True))
    known = []
    for name in own:
        years = Counter(
            i.released for i in name.incidents if i.released and (latest is None or not after(str(i.released), latest))
        )
        if years and len(name.mentions) > 1 and name.mentions[0].start < LEAD:
            year, count = years.most_common(1)[0]
            row = next(i.id for i in name.incidents if i.released == year)
            why = f"the databank has {name.name} released in {year}, row {row}"
            known.append((count * len(name.mentions), Release(str(year), tuple(name.mentions[:3]), False, why, count)))
    known.sort(key=lambda pair: -pair[0])
    return [release for _, release in known] + found
