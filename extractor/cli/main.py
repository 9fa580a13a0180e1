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
        return _run([each for each in given if each != "--debug"])
    except KeyboardInterrupt:
        _complain("interrupted.", head="")
        return INTERRUPTED
    except BrokenPipeError:
        return _close_stdout()
    except Exception as error:
        if debug and not _is_usage(error):
            raise
        return _explain(error)


def _run(given: list[str]) -> int:
    import typer

    from extractor.cli.app import app

    command = typer.main.get_command(app)
    if "_EXTRACTOR_COMPLETE" in os.environ:
        command.main(args=given, prog_name="extractor")
    try:
        with command.make_context("extractor", given or ["--help"]) as context:
            command.invoke(context)
        code = OK
    except typer.Exit as leaving:
        code = leaving.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    sys.stdout.flush()
    return code


def _explain(error: Exception) -> int:
    """Say in one line what went wrong, and return the exit code."""
    if isinstance(error, InvalidDraft):
        _complain(str(error))
        for finding in error.findings:
            _complain(f"{finding.pointer or '/'}: {finding.message}", head="  ")
        return FOUND
    if isinstance(error, ExtractorError):
        _complain(str(error))
    elif isinstance(error, RecursionError):
        _complain("The input is nested too deeply.")
    elif _is_usage(error):
        context = getattr(error, "ctx", None)
        said = str(error.format_message()).rstrip(".")  # type: ignore[attr-defined]
        _complain(f"{said}. See: {context.command_path if context else 'extractor'} --help")
    else:
        _complain(f"Unexpected {type(error).__name__}: {error} (add --debug to see where)")
    return BAD


def _is_usage(error: Exception) -> bool:
    """Whether this is the command-line library's own error; its class has moved between versions."""
    return hasattr(error, "format_message")


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
