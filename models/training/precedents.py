"""The table of precedents: the databank's rows as words, and what each says (models/precedents.json.gz)."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.heading import heading_of
from extractor.pipeline.lift import Floats
from extractor.pipeline.precedents import PARTS, Precedents, report_words
from training.data import Row
from training.first_stage import features_of
from training.folds import FOLDS, split
from training.labels import FIELDS, Label, gold, years_of
from training.second_stage import WITHOUT_PRECEDENTS

CREDIT = "Made from the AIAAIC repository (CC BY-SA 4.0), https://www.aiaaic.org"


def build_precedents(rows: Iterable[Row], known: KnownNames) -> dict[str, Any]:
    """The table as ``Precedents.from_table`` reads it. Both editions of a row of the databank are one precedent.

    rows: the databank's, and reports, of which only how many have each word is kept: what is rare in headlines may be
    common in news; known: the names that the databank's rows are looked up by.
    """
    sheet: list[Row] = []
    texts: list[Row] = []
    for row in rows:
        (sheet if row.kind == "sheet" else texts).append(row)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: {part: {} for part in PARTS})
    labels: dict[str, dict[str, set[str]]] = defaultdict(dict)
    headlines: dict[str, str] = {}
    for row in sheet:
        counts[row.group] += features_of(row)
        headlines.setdefault(row.group, row.entry["headline"])
        for part in PARTS:
            for cell in row.entry.get(part) or ():
                record = known.system(cell) if part == "system" else known.name(cell)
                names[row.group][part][record.name if record else cell] = None
        for field in FIELDS:
            found = gold(row, field)
            if found is not None:
                labels[row.group].setdefault(field, set()).update(found)
        for year in years_of(row)[:1]:
            labels[row.group].setdefault("year", set()).add(str(year))
    seen = Counter(word for words in counts.values() for word in words)
    order = {word: at for at, word in enumerate(sorted(seen))}
    for text in texts:
        seen.update(word for word in report_words(text.report.text, heading_of(text.report)) if word in order)
    total = len(counts) + len(texts)
    fields = (*FIELDS, "year")
    known_labels = {field: sorted({one for each in labels.values() for one in each.get(field, ())}) for field in fields}
    number = {field: {one: at for at, one in enumerate(those)} for field, those in known_labels.items()}
    return {
        "labels": known_labels,
        "words": [[word, round(math.log(total / seen[word]), 3)] for word in order],
        "rows": [
            [name, headlines[name], [order[word] for word in sorted(words)], [words[word] for word in sorted(words)],
             {part: list(those) for part, those in names[name].items() if those}
             | {field: sorted(number[field][one] for one in those) for field, those in labels[name].items()}]
            for name, words in sorted(counts.items())
            if words
        ],
    }  # fmt: skip


def fold_precedents(
    texts: Sequence[Row], sheet: Sequence[Row], known: Sequence[KnownNames] | None = None
) -> list[Precedents]:
    """For each fold the table that its texts may see: without rows that share an incident with one of them.

    known: by fold, the names that rows are looked up by, where names matter.
    """
    found = []
    for fold in range(FOLDS):
        rest, _ = split([*texts, *sheet], fold)
        found.append(Precedents.from_table(build_precedents(rest, known[fold] if known else KnownNames())))
    return found


def lift_inputs(rows: Sequence[Row], labels: Sequence[Label], docs: Iterable[Doc]) -> Iterator[dict[str, Floats]]:
    """What the precedents of each Doc speak for, by field, as ``rows`` alone know them.

    rows: none that shares an incident with a Doc.
    """
    # Only the words and labels count here, so that names need not be joined.
    table = Precedents.from_table(build_precedents(rows, KnownNames()))
    names = {
        field: [label.name for label in labels if label.field == field]
        for field in FIELDS
        if field not in WITHOUT_PRECEDENTS
    }
    for doc in docs:
        near = table.near(doc)
        yield {field: near.lift(field, those) for field, those in names.items()}


def write_precedents(table: dict[str, Any], path: Path) -> None:
    """Write the table as zipped JSON, one row a line."""
    words, labels = (json.dumps(table[part], ensure_ascii=False, separators=(",", ":")) for part in ("words", "labels"))
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in table["rows"])
    text = f'{{"credit":"{CREDIT}",\n"labels":{labels},\n"words":{words},\n"rows":[\n{rows}\n]}}\n'
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
