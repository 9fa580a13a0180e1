"""How the review application is served: to whom, under which names, with which exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from extractor.review.access import OneTimeLink, Sessions
from extractor.review.accounts import Accounts, Brake

Exporter = Callable[[Iterable[dict[str, Any]], IO[str]], None]
"""Writes drafts (as JSON-ready dicts) to a text stream in one shape."""


@dataclass(slots=True)
class Setting:
    """How the application is served.

    hosts, origins: what requests have to name. link: the one-time link, for one editor on their own machine.
    accounts: editors' accounts, for a team. formats: export formats by name. secure: whether cookies are for https.
    """

    hosts: Sequence[str]
    origins: Sequence[str]
    formats: Mapping[str, Exporter]
    link: OneTimeLink | None = None
    accounts: Accounts | None = None
    secure: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    brake: Brake = field(default_factory=Brake)

    @property
    def cookie(self) -> str:
        """Name of the session's cookie. Cookies do not keep ports apart, so the name does."""
        port = self.hosts[0].rpartition(":")[2]
        return "__Host-extractor" if self.secure else f"extractor-{port if port.isdigit() else 80}"
