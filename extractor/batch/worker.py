"""A worker process: prepares its job once, then turns one item after the other into a record.

It speaks with the parent over one pipe. To it come items, then None; from it go ("ready", {}) or ("unfit", record)
once, then ("done", record) for each item, the records as JSON.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import threading
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from extractor.batch.records import Job, Record
from extractor.errors import ExtractorError


def serve(pipe: Connection[Any, Any], job: Job) -> None:
    """The life of a worker. Leaves when the parent says so, or is gone."""
    _leave_interrupts_to_the_parent()
    threading.Thread(target=_die_with_the_parent, daemon=True).start()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # one worker, one core
    warnings.simplefilter("ignore")
    logging.lastResort = None
    try:
        job.prepare()
    except (Exception, SystemExit) as error:
        _send(pipe, "unfit", failure_of(error))
        return
    with suppress(EOFError, BrokenPipeError, ConnectionError):
        _send(pipe, "ready", {})
        while (item := pipe.recv()) is not None:
            _send(pipe, "done", _record_of(job, item[0]))


def failure_of(error: BaseException) -> Record:
    """The record of an item that failed: code, message, and the SHA-256 of its raw bytes where they were kept."""
    if isinstance(error, ExtractorError):
        code, message = error.code, str(error)
    elif isinstance(error, MemoryError):
        code, message = "memory", "It needs more memory than there is."
    else:
        code, message = "crash", f"Unexpected {type(error).__name__}: {error}"
    return {"ok": False, "code": code, "message": " ".join(message.split()), "sha256": getattr(error, "kept", None)}


def _record_of(job: Job, item: Any) -> Record:
    try:
        return job(item)
    except (Exception, SystemExit) as error:
        return failure_of(error)


def _send(pipe: Connection[Any, Any], kind: str, record: Record) -> None:
    # As JSON: what arrives is plain, whatever classes of lists and numbers the libraries put into it.
    try:
        text = json.dumps(record)
    except (TypeError, ValueError, RecursionError) as error:
        text = json.dumps(failure_of(error))
    pipe.send((kind, text))


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of the terminal: only the parent answers it, and ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _die_with_the_parent() -> None:
    """A parent that is killed cannot end its workers, and a worker that hangs would outlive it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
