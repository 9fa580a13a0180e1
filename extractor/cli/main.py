"""The way in: runs a command and turns every error into one line and an exit code."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Sequence

from extractor.errors import ExtractorError, InvalidDraft

OK, FOUND, BAD, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; done, with findings or failures; could not be done; interrupted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``extractor`` with these arguments (default: the process's own) and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given or bool(os.environ.get("EXTRACTOR_DEBUG"))
    if not debug:
        _quieten()
    try:
        return _run(given)
    except InvalidDraft as error:
        _complain(str(error))
        for finding in error.findings:
            _complain(f"{finding.pointer or '/'}: {finding.message}", head="  ")
        code = FOUND
    except ExtractorError as error:
        if debug:
            raise
        _complain(str(error))
        code = BAD
    except KeyboardInterrupt:
        _complain("interrupted.", head="")
        code = INTERRUPTED
    except BrokenPipeError:
        code = _close_stdout()
    except RecursionError:
        if debug:
            raise
        _complain("The input is nested too deeply.")
        code = BAD
    except Exception as error:
        if debug:
            raise
        _complain(f"Unexpected {type(error).__name__}: {error} (add --debug to see where)")
        code = BAD
    return code


def _run(given: list[str]) -> int:
    from extractor.cli.app import app

    try:
        app(args=[each for each in given if each != "--debug"], prog_name="extractor")
        sys.stdout.flush()
    except SystemExit as leaving:
        sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return OK


def _quieten() -> None:
    """Libraries warn about what an editor can do nothing about; errors reach the editor as exceptions."""
    warnings.simplefilter("ignore")
    logging.lastResort = None


def _complain(message: str, head: str = "error: ") -> None:
    from extractor.cli.output import clean

    print(f"{head}{' '.join(clean(message).split())}", file=sys.stderr)  # noqa: T201


def _close_stdout() -> int:
    """Whoever read the output has seen enough: leave quietly, without Python complaining as it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK
