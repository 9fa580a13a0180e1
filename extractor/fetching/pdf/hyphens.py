"""Words broken at a line's end are put together again; real hyphens stay."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_END = re.compile(r"([^\W_][\w’']*(?:-[\w’']+)*)([-\u2010\u00ad\u2011])$")
_START = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_ADDRESS_END = re.compile(r"(?:https?://|www\.)\S*$")
_ADDRESS_GOES_ON = re.compile(r"[^\s.,;]*[/=&?_%#\d][^\s]*(?:\s|$)")
_FEW = 0.015
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W_]+)*")


@cache
def _kept() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_name("hyphens.toml").read_text(encoding="utf-8"))
    return frozenset(data["first"]), frozenset(data["second"])


class Hyphens:
    """Decides, by the words of the whole document, whether a hyphen at a line's end belongs to the word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        broken = total = 0
        for line in lines:
            total += 1
            broken += bool(re.search(r"[a-z][-\u2010]$", line))
            # The last word of a line that ends in a hyphen is a half and proves nothing.
            self._words.update(_TOKEN.findall(line.lower().rstrip("-\u2010")))
        # Where few lines end in a hyphen, words are not broken at all, and those hyphens are the words' own.
        self._breaks_words = broken > _FEW * total or total < 20

    def join(self, text: str, line: str) -> tuple[str, str]:
        """What of ``text`` stays and what is put after it, so that their sum is ``text`` running on in ``line``."""
        if _ADDRESS_END.search(text) and _ADDRESS_GOES_ON.match(line):
            return text, line
        broken, start = _END.search(text), _START.match(line)
        if not broken or not start:
            apart = "" if text.endswith(("—", "/")) and not text.endswith(" —") else " "
            return text + apart, line
        first, second = broken.group(1), start.group()
        if broken.group(2) == "\u00ad":
            return text[:-1], line
        if self._is_compound(first, second):
            return text, line
        return text[:-1], line

    def _is_compound(self, first: str, second: str) -> bool:
        if not second[0].islower() or first.isupper() or first[-1].isdigit() or len(first) == 1:
            return True
        left, right = first.lower(), second.lower()
        whole, parted = (
            self._words[left.replace("-", "") + right] + self._words[left + right],
            self._words[f"{left}-{right}"],
        )
        if whole or parted:
            return parted > whole
        firsts, seconds = _kept()
        if left.rpartition("-")[2] in firsts or right.partition("-")[0] in seconds:
            return True
        return not self._breaks_words and len(left) > 2 and len(right) > 2
