"""Outcomes of many documents, in order, on one core or several. A worker that dies or hangs costs its document, never the load."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.connection import wait

from etl.load.extraction import Extraction, Outcome, Task

POOL_FROM = 100
"""Fewer documents than this are parsed in this process: starting workers, each with its own model, would take longer."""
TIMEOUT_SECONDS = 300.0
"""Longest wait for one document at the head of the queue; the longest article (64 MiB of text) takes a fraction of it."""
MEMORY_BYTES = 4 << 30
"""What a worker may allocate; a document that needs more is quarantined instead of the machine running out. Usual are 0.3 GB."""
_AHEAD = 8

Start = Callable[[], Extraction]
_worker: list[Extraction] = []


def count_workers(asked: int | None, documents: int) -> int:
    """How many processes parse: as asked, else one a core when there is enough to do."""
    if asked is not None:
        return max(1, asked)
    return (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) or 1 if documents >= POOL_FROM else 1


def extract_all(tasks: Iterable[Task], start: Start, workers: int, timeout_seconds: float = TIMEOUT_SECONDS) -> Iterator[Outcome]:
    """One Outcome a task, in the order of the tasks, whatever finishes first.

    `start` makes an Extraction in each worker; it must be picklable when `workers` is more than 1.
    """
    if workers <= 1:
        yield from map(start(), tasks)
    else:
        pool = Pool(start, workers, timeout_seconds)
        try:
            yield from pool.run(tasks)
        finally:
            pool.stop()


class Pool:
    """Workers fed a few documents ahead. When one dies, every document in flight is tried again alone: the guilty one shows itself."""

    def __init__(self, start: Start, workers: int, timeout_seconds: float) -> None:
        self._start, self._workers, self._timeout = start, workers, timeout_seconds
        self._executor: ProcessPoolExecutor | None = None

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """One Outcome a task, in order. Workers stay for the next call until `stop`."""
        iterator = iter(tasks)
        waiting: deque[tuple[Task, Future[Outcome]]] = deque()
        while True:
            waiting.extend((task, self._submit(task)) for task in islice(iterator, self._workers * _AHEAD - len(waiting)))
            if not waiting:
                return
            task, future = waiting.popleft()
            outcome = self._result(task, future)
            if outcome is None:
                yield self._alone(task)
                yield from (self._alone(other) for other, _ in waiting)
                waiting.clear()
            else:
                yield outcome

    def stop(self) -> None:
        """End the workers at once."""
        if self._executor is not None:
            _kill(self._executor)
            self._executor = None

    def _submit(self, task: Task) -> Future[Outcome]:
        if self._executor is None:
            self._executor = _begun(self._start, self._workers)
        try:
            return self._executor.submit(_extract, task)
        except BrokenExecutor as error:
            broken: Future[Outcome] = Future()
            broken.set_exception(error)
            return broken

    def _result(self, task: Task, future: Future[Outcome]) -> Outcome | None:
        """The outcome, or None when the pool is gone: a worker died, or this document took too long."""
        try:
            return future.result(self._timeout)
        except (BrokenExecutor, TimeoutError):
            self.stop()
            return None

    def _alone(self, task: Task) -> Outcome:
        """The task in a worker of its own."""
        pool = _begun(self._start, 1)
        try:
            return pool.submit(_extract, task).result(self._timeout)
        except TimeoutError:
            reason = f"no result after {self._timeout:.0f} seconds; report the document"
            return Outcome(task, reason_code="extractor_timeout", reason=reason)
        except BrokenExecutor:
            reason = "the process that parsed it died (a crash in native code, or out of memory); report the document"
            return Outcome(task, reason_code="extractor_crash", reason=reason)
        finally:
            _kill(pool)


def _begun(start: Start, workers: int) -> ProcessPoolExecutor:
    """Workers of which the first is ready, so that no document's time runs while Python starts; raises when workers cannot start at all."""
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (start,))
    pool.submit(_is_ready).result()
    return pool


def _kill(pool: ProcessPoolExecutor) -> None:
    """Ends the workers at once, also one that hangs."""
    workers = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in workers:
        process.kill()
    for process in workers:
        process.join()


def _begin(start: Start) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends the workers
    _bound_memory()
    threading.Thread(target=_follow_parent, daemon=True).start()
    _worker[:] = [start()]


def _bound_memory() -> None:
    """Where the system has such limits: an allocation beyond raises MemoryError, or ends the worker in native code."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard == resource.RLIM_INFINITY or hard > MEMORY_BYTES:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))


def _follow_parent() -> None:
    """Ends this worker when the loader is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _is_ready() -> bool:
    return bool(_worker)


def _extract(task: Task) -> Outcome:
    return _worker[0](task)
