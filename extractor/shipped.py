"""Where the files that ship with the program are: schema.json and models/.

In an installed program they lie inside the package (``extractor/_shipped``, put there by the build);
in a checkout they are the repository's own top-level files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractor.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


@cache
def shipped_path(name: str) -> Path:
    """Path of a shipped file or folder, such as ``schema.json`` or ``models/config.cfg``.

    Raises ModelError when the installation is incomplete.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise ModelError(f"{name} is missing from this installation.", "Install the package again.")
