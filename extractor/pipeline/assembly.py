"""Assembling the pipeline from models/config.cfg, and running it over reports."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

from extractor.errors import ModelError
from extractor.pipeline import exact as _exact  # noqa: F401  registers extractor_exact
from extractor.pipeline import passages as _passages  # noqa: F401  registers extractor_passages
from extractor.pipeline.annotations import register_extensions
from extractor.pipeline.marks import without_marks
from extractor.report import Report
from extractor.shipped import shipped_path

MAX_CHARS = 300_000
"""Text beyond this many characters is not analysed (the report keeps it, and a warning says so)."""


_ONE_WORD = re.compile(r"[A-Z][\w-]*\.(?:AI|IO)\Z")
"""What the base model would cut in two, and end a sentence in: "Character.AI"."""


def load_pipeline(model: str | None = None, *, exclude: Iterable[str] = (), config: Path | None = None) -> Language:
    """Load the base model and add the project's components to it.

    model: any installed spaCy English pipeline (default: the pinned one of models/config.cfg).
    exclude: names of our components to leave out. config: another config file.
    Raises ModelError when the model is not installed or its weights are not the pinned ones.
    """
    register_extensions()
    settings = Config().from_disk(config or shipped_path("models/config.cfg"))
    base = model or str(settings["nlp"]["base"])
    nlp = _load_base(base, list(settings["nlp"]["exclude"]))
    nlp.tokenizer.token_match = _ONE_WORD.match
    nlp.add_pipe("extractor_passages", name="passages", first=True)
    left_out = set(exclude)
    for name in settings["nlp"]["pipeline"]:
        if name not in left_out:
            importlib.import_module(f"extractor.pipeline.{name}.component")
            options = dict(settings["components"][name])
            nlp.add_pipe(options.pop("factory"), name=name, config=options)
    nlp.add_pipe("extractor_exact", name="exact", last=True)
    nlp.max_length = max(nlp.max_length, MAX_CHARS + 1)
    return nlp


def _load_base(name: str, exclude: list[str]) -> Language:
    try:
        nlp = spacy.load(name, exclude=exclude)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The spaCy model {name!r} cannot be loaded.",
            f"Install it, for example with: pip install {name.replace('_', '-')}",
        ) from error
    if nlp.lang != "en" or not {"parser", "ner"} <= set(nlp.pipe_names):
        raise ModelError(f"The model {name!r} is not an English pipeline with a parser and ner.", "Choose another.")
    pinned = json.loads(shipped_path("models/pinned.json").read_text(encoding="utf-8"))
    if name in pinned:
        path = nlp.path
        if path is None or weights_sha256(Path(path)) != pinned[name]["sha256"]:
            raise ModelError(
                f"The weights of {name!r} are not the ones this version was tested with.",
                f"Install {name.replace('_', '-')}=={pinned[name]['version']} again, or name another with --model.",
            )
    return nlp


def weights_sha256(folder: Path) -> str:
    """SHA-256 over a model folder's files: each relative path and its bytes, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_doc(nlp: Language, report: Report) -> Doc:
    """Tokenize a report, ready for the components: ``doc._.report`` is set.

    ``doc.text`` opens ``report.text``, with blanks for marks of emphasis: its offsets are the report's.
    """
    doc = nlp.make_doc(without_marks(report.text[:MAX_CHARS]))
    doc._.report = report
    for name in ("actors", "systems", "technologies", "places", "dates", "claims", "roles"):
        doc._.set(name, [])
    doc._.disputes = None
    doc._.topics = {}
    return doc


def analyse(nlp: Language, report: Report) -> Doc:
    """Run the whole pipeline over one report."""
    return nlp(make_doc(nlp, report))


def analyse_many(nlp: Language, reports: Iterable[Report], batch_size: int = 8) -> Iterator[Doc]:
    """Run the pipeline over many reports, in order, as a stream."""
    yield from nlp.pipe((make_doc(nlp, report) for report in reports), batch_size=batch_size)


def describe(nlp: Language) -> dict[str, Any]:
    """Names and versions of what made an analysis, for ``made_by``."""
    return {
        "base": f"{nlp.meta['lang']}_{nlp.meta['name']}",
        "version": nlp.meta["version"],
        "pipeline": nlp.pipe_names,
    }
