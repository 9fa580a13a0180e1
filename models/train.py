"""Train the shipped components again.

    python models/train.py --sheet databank_rows.jsonl --articles articles.jsonl --narratives narratives.jsonl

Splits by incident, cross-validates, writes the components with their thresholds and figures into models/. Fixed seeds;
about half an hour on two cores, with the ``vectors`` extra (``role_reader`` alone needs it). ``--oof FOLDER`` keeps the
out-of-fold predictions of the linked articles, one file per trainer; ``--cache FOLDER`` keeps parsed documents, and
what the reader of roles says, between runs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from training.data import Material, base_docs, read_articles, read_narratives, read_sheet

from extractor.pipeline import load_pipeline

TRAINERS = ("topics", "role_reader", "roles", "setting")
"""Modules of models/training, each with ``EXCLUDE`` (components it must not have) and ``run(material, out, oof)``."""


def main() -> None:
    """Read the arguments and run the trainers that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("sheet", "articles", "narratives"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--approved", type=Path, metavar="FILE", help="approved drafts, as `extractor evaluate approved --gold` writes"
    )
    parser.add_argument("--only", choices=TRAINERS, action="append", help="train only this (may be repeated)")
    parser.add_argument("--oof", type=Path, metavar="FOLDER", help="keep out-of-fold predictions here")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep parsed documents here")
    parser.add_argument("--reading", type=Path, metavar="FILE", help="what role_reader writes and roles read")
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=Path(__file__).parent, help="default: models/")
    args = parser.parse_args()
    asked = args.only or TRAINERS
    if "role_reader" in asked and "roles" not in asked and not (args.cache or args.reading):
        parser.error("what role_reader says would be lost: add --only roles, or keep it with --reading FILE")
    with ExitStack() as kept:
        train(args, args.cache or Path(kept.enter_context(TemporaryDirectory())))
    if args.oof:
        print(f"out-of-fold drafts of {merge_oof(args.oof)} articles in {args.oof / 'all.jsonl'}")


def train(args: argparse.Namespace, cache: Path) -> None:
    """Run the trainers one after the other; what one of them has parsed or read, the next finds in ``cache``."""
    for folder in (args.out, args.oof, cache):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    for name in args.only or TRAINERS:
        started = time.monotonic()
        trainer = importlib.import_module(f"training.{name}")
        nlp = load_pipeline(exclude=trainer.EXCLUDE)
        articles, narratives = read_articles(args.articles), read_narratives(args.narratives)
        if args.approved:
            articles += read_articles(args.approved)
        material = Material(
            nlp=nlp,
            articles=articles,
            narratives=narratives,
            sheet=read_sheet(args.sheet),
            article_docs=base_docs(nlp, articles, cache, "articles"),
            narrative_docs=base_docs(nlp, narratives, cache, "narratives"),
            cache=cache,
            reading=args.reading or cache / "reading.json",
        )
        print(f"{name}: {len(articles)} articles, {len(narratives)} narratives, {len(material.sheet)} sheet rows")
        trainer.run(material, out=args.out, oof=args.oof)
        print(f"{name}: done in {time.monotonic() - started:.0f} s", flush=True)


def merge_oof(folder: Path) -> int:
    """Join the trainers' out-of-fold predictions into all.jsonl, for ``extractor evaluate --predictions``."""
    drafts: dict[str, dict[str, Any]] = {}
    for name in TRAINERS:
        path = folder / f"{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            row = json.loads(line)
            draft = drafts.setdefault(row["id"], {"id": row["id"], "entry": {}, "confidence": {}})
            draft["entry"] |= row["entry"]
            draft["confidence"] |= row["confidence"]
    with (folder / "all.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts.values())
    return len(drafts)


if __name__ == "__main__":
    main()
