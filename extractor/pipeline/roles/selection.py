"""Which of the scored candidates a draft takes: used by the component and by its training alike."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pipeline.actors.forms import key_of


def select(ranked: Sequence[tuple[str, float]], threshold: float, relative: float, most: int) -> list[int]:
    """Positions of the accepted values among (name, score) pairs that stand best first.

    A value is accepted when its score reaches ``threshold`` and the share ``relative`` of the best score, at most
    ``most`` of them, and no name that only repeats a better one in longer or shorter form.
    """
    taken: list[int] = []
    for at, (name, score) in enumerate(ranked):
        if score < max(threshold, relative * ranked[0][1]) or len(taken) == most:
            break
        if not any(repeats(name, ranked[other][0]) for other in taken):
            taken.append(at)
    return taken


def repeats(one: str, other: str) -> bool:
    """Whether one name is the other, or the other with more words ("Starship" and "Starship Technologies")."""
    for a in _parts(one):
        for b in _parts(other):
            if a <= b or b <= a:
                return True
    return False


def _parts(name: str) -> list[set[str]]:
    """The word sets of a name and of each side of "A/B"."""
    sides = [name, *name.split("/")] if "/" in name else [name]
    return [words for side in sides if (words := set(key_of(side).split()))]
