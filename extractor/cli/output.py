"""What people and programs get to see: tables and text on standard output, progress on standard error.

Reports and entries hold whatever their authors wrote. What is printed for people is cleaned of control characters,
which could command the terminal, and is never read as markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters (but tab and line feed), marks that turn the direction of writing, halves of surrogate pairs."""

PIPE_WIDTH = 160
"""Width of what is not printed on a terminal, in characters."""
NARROW = 72
"""On terminals with less than this many columns, tables give way to paragraphs."""


def clean(text: Any) -> str:
    """Text that can do a terminal no harm."""
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", str(text).replace("\r\n", "\n"))


def one_line(text: Any) -> str:
    """Clean text on one line."""
    return " ".join(clean(text).split())


def console() -> Console:
    """Standard output for people; as wide as the terminal, or wide enough for tables in a pipe."""
    from rich.console import Console

    # A value that the stream's encoding cannot hold is shown by its number instead of breaking the output.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    narrow = sys.stdout.isatty() or _columns_given()
    return Console(highlight=False, markup=False, emoji=False, width=None if narrow else PIPE_WIDTH)


def _columns_given() -> bool:
    import os

    return os.environ.get("COLUMNS", "").isdigit()


def print_json(data: Any) -> None:
    """JSON on standard output; harmful characters are escaped, which JSON readers undo."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(data, ensure_ascii=not unicode, indent=2)
    # indent=2 leaves line feeds between tokens only: inside strings they are escaped already.
    print(_HARMFUL.sub(lambda found: f"\\u{ord(found.group()):04x}", text))  # noqa: T201


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, wide: str) -> None:
    """A table for people; on a narrow terminal, a paragraph for each row instead.

    The first column is never broken over lines. wide: the column that takes the room that is left.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    texts = [[one_line("" if cell is None else cell) for cell in row] for row in rows]
    if out.width < NARROW:
        for row in texts:
            out.print(Text(" · ".join(cell for cell in row if cell)))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        table.add_column(Text(name), overflow="fold", ratio=1 if name == wide else None, no_wrap=number == 0)
    for row in texts:
        table.add_row(*map(Text, row))
    out.print(table)


def say(message: str) -> None:
    """A line for people on standard error: progress and remarks, never results."""
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")
    print(one_line(message), file=sys.stderr, flush=True)  # noqa: T201
