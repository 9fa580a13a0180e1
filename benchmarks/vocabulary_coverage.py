"""How much of a databank sheet the vocabulary covers: vocabulary_coverage.py SHEET [--version 2024-09]

SHEET: JSON Lines, one row of the databank a line, lists of values by column. Prints for each controlled field how many
cells map to canonical terms, then what is left. Exit code 1 when less than 97 % of all cells map.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractor.databank import vocabulary

COLUMNS = {
    "type": "type",
    "country": "countries",
    "sector": "sectors",
    "technology": "technologies",
    "issue": "issues",
    "transparency": "transparency",
    "news_trigger": "triggers",
    "harms.individual": "harms_individual",
    "harms.societal": "harms_societal",
    "harms.environmental": "harms_environmental",
}
FLOOR = 0.97


def cells(sheet: Path, version: str) -> Iterator[tuple[str, str]]:
    """Every cell of the controlled fields: field and value, one for each occurrence."""
    with sheet.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("version", version) != version:
                continue
            for field, column in COLUMNS.items():
                value = row.get(column) or []
                yield from ((field, cell) for cell in ([value] if isinstance(value, str) else value))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--version", default="2024-09", help="rows of this edition of the sheet (default: %(default)s)")
    arguments = parser.parse_args()
    words = vocabulary()
    total: Counter[str] = Counter()
    mapped: Counter[str] = Counter()
    as_written: Counter[str] = Counter()
    rest: Counter[tuple[str, str]] = Counter()
    for field, cell in cells(arguments.sheet, arguments.version):
        total[field] += 1
        as_written[field] += cell in words.terms(field)
        if words.canonical(field, cell):
            mapped[field] += 1
        else:
            rest[field, cell] += 1
    print(f"{'field':20} {'terms':>6} {'aliases':>8} {'cells':>7} {'as written':>11} {'mapped':>8}")
    for field in COLUMNS:
        count = max(total[field], 1)
        print(
            f"{field:20} {len(words.terms(field)):6} {len(words.aliases(field)):8} {total[field]:7}"
            f" {as_written[field] / count:11.1%} {mapped[field] / count:8.1%}"
        )
    rate = mapped.total() / max(total.total(), 1)
    print(f"{'all':20} {'':6} {'':8} {total.total():7} {as_written.total() / max(total.total(), 1):11.1%} {rate:8.1%}")
    print("\nNot mapped:")
    for (field, cell), count in sorted(rest.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        print(f"  {field:20} {count:4}  {cell}")
    return 0 if rate >= FLOOR else 1


if __name__ == "__main__":
    raise SystemExit(main())
