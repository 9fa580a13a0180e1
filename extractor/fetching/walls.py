"""Pages that are not the report: consent, log-in, paywall and robot-check pages, and articles cut short."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import SourceBlocked

_STUB_WORDS = 150
"""A page with fewer words of article than this, and a wall's words on it, is the wall and not the article."""

_SHORT_WORDS = 300
"""An article shorter than this, on a page with a paywall's words, may be cut."""


@cache
def _walls() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    data = tomllib.loads(Path(__file__).with_name("walls.toml").read_text(encoding="utf-8"))
    return tuple((kind, wall["what"], re.compile("|".join(wall["words"]), re.I)) for kind, wall in data.items())


def check_walls(called: str, tree: Any, visible: str, body: str, *, free: bool, force: bool = False) -> list[str]:
    """Warnings on a page that may be cut. visible: all words on the page; body: the article that was found.

    free: whether the page says it is free to read. Raises SourceBlocked, unless ``force``, when a wall stands in
    place of the article; the message names which.
    """
    own = _without_walls(body)
    found = {kind: what for kind, what, words in _walls() if words.search(visible)}
    if not free:
        found.setdefault("paywall", _named("paywall"))
    if len(own) < _STUB_WORDS:
        if "login" not in found and tree.xpath("//input[@type='password']") and len(own) < 60:
            found["login"] = _named("login")
        for kind in ("robot", "paywall", "login", "cookie", "script"):
            # A consent banner or a log-in link stands on many whole pages: only with next to no text are they a wall.
            enough = 40 if kind in {"cookie", "login", "script"} else _STUB_WORDS
            if kind in found and len(own) < enough:
                if force:
                    return [f"this seems to be {found[kind]}, not the whole report"]
                raise SourceBlocked(
                    f"{called} is only {found[kind]}, not the report.",
                    "Open it in a browser where you can read it, save the whole page or a PDF, and give that file.",
                )
    warnings = []
    # Many whole pages offer subscriptions somewhere: that alone says nothing of the article.
    ends_open = not re.search(r"[.!?…\"'”’)\]]\s*$", body) or body.rstrip().endswith(("…", "..."))
    if "paywall" in found and (not free or ends_open or len(own) < _SHORT_WORDS):
        warnings.append("possibly cut at a paywall: compare the end of the text with the page")
    if len(own) < 120 and len(visible.split()) > 12 * max(len(own), 1) and len(visible.split()) > 600:
        warnings.append("little of the page was recognised as the report: some of it may be missing")
    return warnings


def _named(kind: str) -> str:
    return next(what for name, what, _ in _walls() if name == kind)


def _without_walls(body: str) -> list[str]:
    """The words of those sentences of a text that are no wall's."""
    sentences = re.split(r"(?<=[.!?])\s+", body)
    return [
        word for sentence in sentences if not any(words.search(sentence) for _, _, words in _walls())
        for word in sentence.split()
    ]  # fmt: skip
