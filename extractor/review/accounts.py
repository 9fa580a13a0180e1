"""Editors' accounts for ``extractor serve``: scrypt passwords in a private file, and a brake on guessing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import UsageError
from extractor.review.jsonfile import JsonFile

FILE_NAME = "accounts.json"
LEAST_LENGTH = 12
"""Characters a password needs at least."""
LONGEST = 1024
COST, BLOCK, PARALLEL = 2**15, 8, 1
"""scrypt's parameters: about 32 MB and a tenth of a second for each try."""
_NAME = re.compile(r"[^\W_][\w.@ -]{0,63}")

FREE_TRIES = 5
"""Wrong passwords before the next try has to wait; the wait doubles with each further one."""
LONGEST_WAIT = 900.0


class Accounts:
    """``accounts.json`` in the databank folder, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / FILE_NAME, private=True)
        self._nobody = hash_password(secrets.token_urlsafe(16))

    def names(self) -> list[str]:
        """Names of all who may sign in."""
        return sorted(self._file.content())

    def put(self, name: str, password: str) -> bool:
        """Add an editor, or change a password; returns whether the name is new. Raises UsageError."""
        if not _NAME.fullmatch(name):
            raise UsageError("That is not a name for an editor.", "Use up to 64 letters, digits, dots, dashes, blanks.")
        if not LEAST_LENGTH <= len(password) <= LONGEST:
            raise UsageError("The password is too short." if len(password) < LONGEST else "The password is too long.",
                             f"Use at least {LEAST_LENGTH} characters.")  # fmt: skip
        content = dict(self._file.content())
        new = name not in content
        changed = datetime.now(UTC).isoformat(timespec="seconds")
        content[name] = {"password": hash_password(password), "changed": changed}
        self._file.write(content)
        return new

    def remove(self, name: str) -> None:
        """Take an account away. Raises UsageError when there is none."""
        content = dict(self._file.content())
        if content.pop(name, None) is None:
            raise UsageError(f"There is no account {name[:64]!r}.", f"There are: {', '.join(content) or 'none'}.")
        self._file.write(content)

    def good(self, name: str, password: str) -> bool:
        """Whether name and password belong together; takes as long for a name that does not exist."""
        account = self._file.content().get(name)
        stored = account["password"] if isinstance(account, dict) else self._nobody
        return verify_password(password[:LONGEST], stored) and isinstance(account, dict)


def hash_password(password: str) -> str:
    """A password as it is kept: the parameters, the salt and scrypt's hash."""
    salt = secrets.token_bytes(16)
    parts = (salt, _scrypt(password, salt, COST, BLOCK, PARALLEL))
    return "$".join(("scrypt", f"{COST}", f"{BLOCK}", f"{PARALLEL}", *(base64.b64encode(p).decode() for p in parts)))


def verify_password(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        kind, cost, block, parallel, salt, known = stored.split("$")
        found = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    except ValueError:
        return False
    return kind == "scrypt" and hmac.compare_digest(found, base64.b64decode(known))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=parallel, maxmem=2**26 + cost * block * 128
    )


class Brake:
    """Slows down guessing: by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, float]] = {}

    def wait(self, *keys: str) -> float:
        """Seconds until the next try is allowed; 0 when it is now."""
        waits = [0.0]
        for key in keys:
            count, last = self._failures.get(key, (0, 0.0))
            if count >= FREE_TRIES:
                pause = min(LONGEST_WAIT, 2.0 ** min(20, count - FREE_TRIES + 1))
                waits.append(last + pause - self._clock())
        return max(waits)

    def failed(self, *keys: str) -> None:
        """Note a wrong password."""
        now = self._clock()
        if len(self._failures) > 10_000:
            self._failures = {k: v for k, v in self._failures.items() if now - v[1] < LONGEST_WAIT}
        for key in keys:
            self._failures[key] = (self._failures.get(key, (0, 0.0))[0] + 1, now)

    def passed(self, *keys: str) -> None:
        """Note a right password."""
        for key in keys:
            self._failures.pop(key, None)
