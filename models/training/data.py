"""Reading the training data: JSON Lines rows become Rows with a Report, and parsed Docs with an optional cache."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractor.pipeline import make_doc
from extractor.report import Report

LINKED = ("strict", "strict+cited", "cited")
BAD_FLAGS = frozenset({"non_english", "maybe_off_topic", "boilerplate"})
SHEET_FIELDS = {
    "headline": "headline", "type": "type", "deployers": "operator", "developers": "developer",
    "system_names": "system", "countries": "country", "sectors": "sector", "purposes": "purpose",
    "technologies": "technology", "issues": "issue", "transparency": "transparency", "triggers": "news_trigger",
    "occurred": "occurred", "released": "released",
}  # fmt: skip
HARM_FIELDS = ("individual", "societal", "environmental")


@dataclass(slots=True)
class Row:
    """One labelled text. kind: "article", "narrative" or "sheet" (a databank row, whose text is its own cells).

    entry: the gold in the schema's field names, None or missing where unknown (not: empty).
    linked: an article that belongs to a databank row and is fit to measure on (what score_entries.py scores).
    version: the edition of the vocabulary, "2024-09" or "2026-06".
    read: fields whose values come from a reading (readings.py), not from the databank.
    """

    id: str
    group: str
    kind: str
    entry: dict[str, Any]
    report: Report
    linked: bool = False
    databank_id: str | None = None
    version: str = "2024-09"
    flags: tuple[str, ...] = ()
    in_text: dict[str, Any] = field(default_factory=dict)
    read: frozenset[str] = frozenset()


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_articles(path: Path) -> list[Row]:
    """Rows of an articles file, in the file's order."""
    return [_text_row(raw, "article") for raw in read_jsonl(path)]


def read_narratives(path: Path) -> list[Row]:
    """Rows of a narratives file, in the file's order."""
    return [_text_row(raw, "narrative") for raw in read_jsonl(path)]


def read_sheet(path: Path) -> list[Row]:
    """Rows of a databank sheet, both editions; the report's text is headline, systems and purposes, one a line."""
    rows = []
    for raw in read_jsonl(path):
        entry: dict[str, Any] = {ours: raw.get(theirs) for theirs, ours in SHEET_FIELDS.items()}
        entry["harms"] = {kind: raw.get(f"harms_{kind}") for kind in HARM_FIELDS}
        text = "\n\n".join([raw["headline"], *(raw.get("system_names") or []), *(raw.get("purposes") or [])])
        rows.append(
            Row(
                id=f"{raw['version']}:{raw['id']}",
                group=raw["id"],
                kind="sheet",
                entry=entry,
                report=Report.from_text(text, title=raw["headline"], url=raw.get("url")),
                databank_id=raw["id"],
                version=raw["version"],
            )
        )
    return rows


def _text_row(raw: dict[str, Any], kind: str) -> Row:
    flags = tuple(raw.get("flags") or ())
    group = raw["group"]
    return Row(
        id=raw["id"],
        group=group,
        kind=kind,
        entry=raw["entry_2024"] or {},
        report=Report.from_text(
            raw["text"], title=raw.get("title"), url=raw.get("url"), published=raw.get("date_published")
        ),
        linked=raw.get("databank_link") in LINKED and not BAD_FLAGS & set(flags),
        databank_id=group if group.startswith("AIAAIC") else None,
        flags=flags,
        in_text=raw.get("in_text") or {},
    )


def base_docs(nlp: Language, rows: Sequence[Row], cache: Path | None = None, name: str = "") -> list[Doc]:
    """Docs of the rows' reports after the base pipeline only (tagger, parser, ner, our passages), with their Report.

    cache: a folder; ``cache/<name>.spacy`` is read when it holds exactly these texts, and written otherwise.
    """
    path = cache / f"{name}.spacy" if cache and name else None
    if path and path.exists():
        docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
        if len(docs) == len(rows) and all(
            row.report.text.startswith(doc.text) for doc, row in zip(docs, rows, strict=True)
        ):
            for doc, row in zip(docs, rows, strict=True):
                _prepare(doc, row.report)
            return docs
    ours = [pipe for pipe, _ in own_components(nlp)]
    with nlp.select_pipes(disable=ours):
        docs = list(nlp.pipe((make_doc(nlp, row.report) for row in rows), batch_size=16))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        box = DocBin(store_user_data=False)
        for doc in docs:
            box.add(doc)
        with written_whole(path) as part:
            box.to_disk(part)
    return docs


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A path to write to that becomes ``path`` at the end: a run that is stopped leaves no half of it there."""
    part = path.with_suffix(".part")
    yield part
    part.replace(path)


def annotate(nlp: Language, docs: Iterable[Doc], upto: str | None = None) -> list[Doc]:
    """Run our own components of ``nlp`` over base docs, in pipeline order; ``upto``: stop before this component."""
    pipes = own_components(nlp)
    if upto is not None:
        names = [name for name, _ in pipes]
        pipes = pipes[: names.index(upto)] if upto in names else pipes
    done = []
    for doc in docs:
        for _, pipe in pipes:
            doc = pipe(doc)  # noqa: PLW2901  a component hands back the doc it was given
        done.append(doc)
    return done


def own_components(nlp: Language) -> list[tuple[str, Callable[[Doc], Doc]]]:
    """Our components of a pipeline in order (passages left out: it runs before the parser)."""
    return [
        (name, pipe)
        for name, pipe in nlp.pipeline
        if nlp.get_pipe_meta(name).factory.startswith("extractor_") and name != "passages"
    ]


def _prepare(doc: Doc, report: Report) -> None:
    doc._.report = report
    for name in ("actors", "systems", "technologies", "places", "dates", "claims", "roles"):
        doc._.set(name, [])
    doc._.disputes = None
    doc._.topics = {}


def write_oof(folder: Path, name: str, predictions: Iterable[dict[str, Any]]) -> Path:
    """Write out-of-fold predictions, ``{"id", "entry": {some fields}, "confidence": {pointer: p}}``, to name.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for row in predictions:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


@dataclass(slots=True)
class Material:
    """What a trainer gets: rows, and for articles and narratives their Docs after the base pipeline (same order).

    nlp: the pipeline, without the components that the trainer's ``EXCLUDE`` names; ``annotate`` runs the rest.
    cache: a folder where a trainer may keep what it measured. reading: the file where role_reader.py writes, and
    roles.py reads, what readers say of candidates.
    """

    nlp: Language
    articles: list[Row]
    narratives: list[Row]
    sheet: list[Row]
    article_docs: list[Doc]
    narrative_docs: list[Doc]
    cache: Path
    reading: Path
