"""Which of the scored candidates a draft takes: used by the component and by its training alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.pipeline.actors.forms import key_of, without_generation
from extractor.pipeline.roles.features import Measured

STATED = 0.1
"""Least score of a candidate whose part the text states of the technology: low, for the words themselves say it.

Of those between 0.1 and 0.3 editors kept every third, of those below every tenth.
"""
STATED_PUBLIC = 0.02
"""The same for a public body that the text says runs, buys or orders the technology: editors want it in the draft,
even where databank entries mostly name the maker."""
STATED_OVERSEER = 0.3
"""The same for a regulator or safety board: what reads like its part is mostly its work ("looking at operating")."""
PUBLIC = ("police", "government", "council", "university", "court")
STATED_MOST = 6
NOBODY = "Unclear/unknown"
"""The databank's form of the value that says nobody is known."""
MAY_BE_NOBODY = frozenset({"developer"})
"""Roles whose value may be "Unclear/unknown"; for the others nothing is drafted, with the reason."""
LEAST = {"operator": 0.12}
"""Score from which on the best candidate is taken where no other is: somebody operates every system."""

HELD = 0.1
"""The most that a person scores of whom the text states no part, from less than .5: too little to be taken.

Of 68 such people in the articles that scored from .12 on, 13 were operators, out of fold; the others are mostly victims
and people who are quoted, and to enter one of them as an operator does harm.
"""

CALLED = 0.04
"""Score from which on a system is taken that the databank does not know, where no other is.

Such systems score low, being new. In the 150 articles with a system this takes two, one of them rightly.
"""


def select(
    ranked: Sequence[tuple[str, float]],
    threshold: float,
    relative: float,
    most: int,
    stated: Sequence[float] = (),
    least: float = 1.0,
    called: Sequence[bool] = (),
) -> list[int]:
    """Positions of the accepted values among (name, score) pairs that stand best first.

    A value is accepted when its score reaches ``threshold`` and the share ``relative`` of the best score, at most
    ``most`` of them, and no name that only repeats a better one in longer or shorter form. A value whose part the
    text states (``stated``, position by position: the least score, 0 for none) is accepted, at most STATED_MOST in
    all. Where nothing reaches the threshold, the best one is accepted if it reaches ``least``. Where nothing at all is
    accepted, what the wording alone makes a system (``called``) may be, the best of it, from CALLED on.
    "Unclear/unknown" is accepted alone, and only as the best of all where the text states no part.
    """
    if ranked and is_nobody(ranked[0][0]) and ranked[0][1] >= threshold and not any(stated):
        return [0]
    named = [at for at, (name, _) in enumerate(ranked) if not is_nobody(name)]
    taken: list[int] = []
    best = ranked[named[0]][1] if named else 0.0
    for at in named:
        name, score = ranked[at]
        clears = score >= max(threshold, relative * best) and len(taken) < most
        clears |= at == named[0] and score >= least
        enough = stated[at] if at < len(stated) else 0.0
        says = 0 < enough <= score and len(taken) < STATED_MOST
        if (clears or says) and not any(repeats(name, ranked[other][0]) for other in taken):
            taken.append(at)
    return taken or [at for at in named if at < len(called) and called[at] and ranked[at][1] >= CALLED][:1]


def best_first(role: str, names: Sequence[str], scores: Sequence[float]) -> list[tuple[int, str, float]]:
    """(position, name, score) of a text's candidates, best first; of equal ones the first.

    Those that say nobody is known ("Unknown deepfake technology developers") exclude each other: they are one value,
    the databank's, with all their scores together. They are left out where the role has no such value.
    """
    ranked = [(at, names[at], score) for at, score in enumerate(scores) if not is_nobody(names[at])]
    nobodies = [at for at in range(len(names)) if is_nobody(names[at])]
    if nobodies and role in MAY_BE_NOBODY:
        total = min(sum(scores[at] for at in nobodies), 0.99)
        ranked.append((max(nobodies, key=lambda at: scores[at]), NOBODY, total))
    return sorted(ranked, key=lambda one: (-one[2], one[0]))


def is_stated(role: str, numbers: Mapping[str, float]) -> bool:
    """Whether a sentence on the technology states this part, and none denies it more often.

    Wording that names a system ("a chatbot called X") does not say that the report is about it: only measured. What is
    a system of the text uses nothing, it is used ("the software, HireRank, gave each applicant a star").
    """
    if role == "system" or (role == "operator" and numbers.get("a system here")):
        return False
    said = numbers.get(f"stated {role} of technology", 0.0)
    return said > 0 and said >= numbers.get(f"denied {role}", 0.0)


def is_called(role: str, numbers: Mapping[str, float]) -> bool:
    """Whether the text's wording alone makes a system of a candidate: the databank does not know it."""
    return role == "system" and numbers.get("new system", 0.0) > 0


def held(role: str, numbers: Mapping[str, float], score: float, surname: bool) -> float:
    """The score of a candidate, held back where it is a person of whom the text states nothing of the kind.

    surname: whether the text calls it by its last word alone, as it does people; what else is taken for a person may
    be a company ("Delhi Metro").
    """
    person = role != "system" and surname and numbers.get("kind person") and not numbers.get(f"stated {role}")
    return min(score, HELD) if person and score < 0.5 else score


def held_back(role: str, measured: Sequence[Measured], scores: Iterable[float]) -> list[float]:
    """The scores of a text's candidates, each as ``held`` leaves it."""
    return [
        held(role, one.numbers, score, has_surname(one.candidate.name, one.candidate.forms))
        for one, score in zip(measured, scores, strict=True)
    ]


def has_surname(name: str, forms: Iterable[str]) -> bool:
    """Whether a name of several words also stands in the text by its last word alone."""
    words = without_generation(name).split()
    return len(words) > 1 and words[-1] in forms


def least_stated(role: str, numbers: Mapping[str, float]) -> float:
    """The least score at which a part that the text states is accepted; 0 where it states none.

    It is lower for a public body that uses a thing, and higher for one that watches over others.
    """
    if not is_stated(role, numbers):
        return 0.0
    if numbers.get("overseer"):
        return STATED_OVERSEER
    public = role == "operator" and any(numbers.get(f"kind {kind}") for kind in PUBLIC)
    return STATED_PUBLIC if public else STATED


def is_nobody(name: str) -> bool:
    """Whether a value only says that nobody is known, as every tenth entry of the databank does of the developer."""
    return name.lower().startswith(("unclear", "unknown"))


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
