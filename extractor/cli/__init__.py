"""The command line: one thin module per verb. ``main`` is the installed command."""

from extractor.cli.main import main

__all__ = ["main"]
