"""``map_documents``: a job over many items, on processes that may hang, crash or be killed without harm to the rest."""

from __future__ import annotations

import json
import multiprocessing
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from extractor.batch.records import Job, Record
from extractor.batch.worker import serve
from extractor.errors import ExtractorError, ModelError

Item = TypeVar("Item")
START_SECONDS = 180.0
"""A worker that is not ready by then is stopped."""
_STARTS_IN_VAIN = 3
_LEAVE_SECONDS = 2.0


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection[Any, Any]
    deadline: float
    item: Any = None
    busy: bool = False
    ready: bool = False
    done: int = 0


def map_documents(
    items: Iterable[Item],
    job: Job,
    workers: int = 1,
    timeout: float = 120.0,
    *,
    recycle_after: int = 200,
) -> Iterator[tuple[Item, Record]]:
    """Yield (item, record) for every item, in the order in which they are done.

    Items are taken from ``items`` as workers become free, so that memory stays flat. timeout: seconds for one item,
    after which its worker is killed and replaced; the item's record then says so (code "timeout"). A worker that dies
    fails its item alone (code "died"). recycle_after: items after which a worker is replaced, which gives its memory
    back. Closing the iterator, or an exception such as KeyboardInterrupt, ends all workers at once.
    Raises the job's own error as ExtractorError when workers cannot be prepared at all.
    """
    pool = _Pool(items, job, timeout, recycle_after)
    try:
        pool.start(workers)
        while pool.workers:
            yield from pool.step()
    finally:
        pool.end()


class _Pool:
    def __init__(self, items: Iterable[Any], job: Job, timeout: float, recycle_after: int) -> None:
        self.workers: list[_Worker] = []
        self._items = iter(items)
        self._next: list[Any] = []
        self._job = job
        self._timeout = timeout
        self._recycle_after = recycle_after
        self._in_vain = 0
        self._context = multiprocessing.get_context("spawn")

    def start(self, workers: int) -> None:
        """Start workers, but not more than there are items."""
        while len(self.workers) < workers and self._more(len(self.workers) + 1):
            self._add()

    def step(self) -> Iterator[tuple[Any, Record]]:
        """Wait until something happens, and deal with it. Items are handed out before results are."""
        results: list[tuple[Any, Record]] = []
        soonest = min(worker.deadline for worker in self.workers) - time.monotonic()
        by_pipe = {worker.pipe: worker for worker in self.workers}
        for pipe in wait(list(by_pipe), timeout=max(0.0, soonest)):
            results += self._hear(by_pipe[pipe])  # type: ignore[index]
        for worker in list(self.workers):
            # A result that came while this process was busy is in time.
            if worker.deadline <= time.monotonic() and not worker.pipe.poll():
                results += self._give_up(worker)
        yield from results

    def end(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()
        self.workers.clear()

    def _more(self, count: int = 1) -> bool:
        """Whether there are so many items still to hand out."""
        while len(self._next) < count:
            try:
                self._next.append(next(self._items))
            except StopIteration:
                return False
        return True

    def _add(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._job), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours, time.monotonic() + START_SECONDS))

    def _hear(self, worker: _Worker) -> list[tuple[Any, Record]]:
        try:
            kind, text = worker.pipe.recv()
        except (EOFError, OSError):
            return self._dead(worker)
        record: Record = json.loads(text)
        if kind == "unfit":
            raise ExtractorError(record["message"]) if record["code"] == "crash" else ModelError(record["message"])
        finished = [(worker.item, record)] if kind == "done" else []
        worker.ready, worker.busy, worker.item = True, False, None
        worker.done += len(finished)
        self._in_vain = 0
        if worker.done >= self._recycle_after:
            self._retire(worker)
            if self._more():
                self._add()
        elif self._more():
            self._hand_out(worker)
        else:
            self._retire(worker)
        return finished

    def _hand_out(self, worker: _Worker) -> None:
        worker.item, worker.busy = self._next.pop(0), True
        worker.deadline = time.monotonic() + self._timeout
        # In a tuple: None says goodbye. A worker that is gone is noticed when it is listened to.
        with suppress(BrokenPipeError, ConnectionError):
            worker.pipe.send((worker.item,))

    def _retire(self, worker: _Worker) -> None:
        with suppress(BrokenPipeError, ConnectionError):
            worker.pipe.send(None)
        worker.process.join(_LEAVE_SECONDS)
        self._drop(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)

    def _give_up(self, worker: _Worker) -> list[tuple[Any, Record]]:
        if not worker.ready:
            return self._dead(worker)
        message = f"It took longer than {self._timeout:g} seconds and was stopped."
        return self._replace(worker, {"ok": False, "code": "timeout", "message": message, "sha256": None})

    def _dead(self, worker: _Worker) -> list[tuple[Any, Record]]:
        worker.process.join(_LEAVE_SECONDS)
        code = worker.process.exitcode
        if not worker.ready:
            self._in_vain += 1
            if self._in_vain >= _STARTS_IN_VAIN:
                raise ExtractorError(
                    f"Worker processes cannot be started ({_end_of(code)}).", "Try fewer, with --workers 1."
                )
        message = f"The process working on it died ({_end_of(code)})."
        return self._replace(worker, {"ok": False, "code": "died", "message": message, "sha256": None})

    def _replace(self, worker: _Worker, record: Record) -> list[tuple[Any, Record]]:
        failed = [(worker.item, record)] if worker.busy else []
        self._drop(worker)
        if self._more():
            self._add()
        return failed


def _end_of(code: int | None) -> str:
    if code is None:
        return "it did not answer"
    if code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            return f"{name}, perhaps out of memory" if name == "SIGKILL" else name
    return f"exit code {code}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C from a process that is just starting and has not said yet that it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
