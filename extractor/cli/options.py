"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DatabankFolder = Annotated[
    Path,
    typer.Option("--databank", envvar="EXTRACTOR_DATABANK", metavar="DIR", help="The databank's folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Status = Annotated[
    str | None, typer.Option("--status", metavar="STATUS", help="draft, in_review, approved or rejected.")
]

DEFAULT_DATABANK = Path("databank")
