"""Who may come in: sessions, and the one-time link of ``extractor review``."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

SESSION_SECONDS = 12 * 3600
"""A session ends this long after it was last used."""
MOST_SESSIONS = 1000


@dataclass(slots=True)
class Session:
    """One signed-in browser. csrf: what its pages have to send with everything that changes something."""

    who: str
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    used: float = 0.0


class Sessions:
    """Sessions in memory: they end with the program."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_key: dict[str, Session] = {}

    def start(self, who: str) -> str:
        """Begin a session; returns the secret that the browser keeps in its cookie."""
        if len(self._by_key) >= MOST_SESSIONS:
            del self._by_key[min(self._by_key, key=lambda key: self._by_key[key].used)]
        secret = secrets.token_urlsafe(32)
        self._by_key[secret] = Session(who, used=self._clock())
        return secret

    def find(self, secret: str | None) -> Session | None:
        """The session with this secret, None when there is none or it ended."""
        session = self._by_key.get(secret or "")
        if session is None:
            return None
        now = self._clock()
        if now - session.used > SESSION_SECONDS:
            del self._by_key[secret or ""]
            return None
        session.used = now
        return session

    def end(self, secret: str | None) -> None:
        """Sign out."""
        self._by_key.pop(secret or "", None)

    def end_all(self, who: str) -> None:
        """Sign an editor out everywhere."""
        for secret in [secret for secret, session in self._by_key.items() if session.who == who]:
            del self._by_key[secret]


class OneTimeLink:
    """The token in the link that ``extractor review`` opens: good for one browser, once."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.token = secrets.token_urlsafe(32)
        self._used = False

    def redeem(self, token: str) -> bool:
        """Whether this is the token, and its first use."""
        good = not self._used and hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())
        self._used = self._used or good
        return good
