"""The parse on a Ray cluster, for more documents than one machine reads in time: the same tasks, the same outcomes, in any order.

Documents travel to the workers as bytes and rows come back, so that the machines share no disk. A worker of Ray's that dies, or its whole
machine, is replaced by Ray and its documents are read again; a document that kills its reader is found out as in the pool, for every worker
reads in a pool of one. Ray is the extra `ray`; RAY_ADDRESS names the cluster, and without it a local one is started and ended.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.load.extraction import Outcome, Task
from etl.load.pool import TIMEOUT_SECONDS, Pool, Start

if TYPE_CHECKING:
    import pyarrow

WAVE_BYTES = 256 << 20
"""So much is sent to the cluster before the first rows are asked for; it bounds what the loader and Ray's object store hold."""
_BLOCK = 16
"""Documents that a worker reads in one go, and reads again when it died: seconds of work."""
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1"}
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""A cluster of this machine alone listens on loopback only; Ray reads that when it is imported."""


class ClusterError(RuntimeError):
    """The cluster cannot read for this loader; the message says why and what to do."""


def extract_on_ray(
    tasks: Iterable[Task], start: Start, workers: int | None, version: str, timeout_seconds: float = TIMEOUT_SECONDS
) -> Iterator[Outcome]:
    """One Outcome a task, as they get done. `workers` None: as many as the cluster has cores.

    Raises ClusterError where Ray is missing or cannot be reached, or a machine's extractor is another one than `version`.
    """
    with _connected(workers) as cores:
        for blocks in _waves(tasks):
            for outcome in _read(blocks, start, min(workers or cores, len(blocks)), timeout_seconds):
                _check_version(outcome, version)
                yield outcome


class Reader:
    """A worker of the cluster: tables of pickled tasks to tables of pickled outcomes."""

    def __init__(self, start: Start, timeout_seconds: float) -> None:
        # A process that this one starts would first run the script that it was started by: seconds of importing Ray, for nothing.
        vars(sys.modules["__main__"]).pop("__file__", None)
        self._pool = Pool(start, 1, timeout_seconds)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """Read a block of documents."""
        tasks = map(pickle.loads, table["item"].to_pylist())
        return _table(replace(outcome, task=replace(outcome.task, held=None)) for outcome in self._pool.run(tasks))


def _read(blocks: list[pyarrow.Table], start: Start, workers: int, timeout_seconds: float) -> Iterator[Outcome]:
    import ray.data

    # From one worker up: when a machine is lost, workers that have nothing left to do make room for those that were on it.
    compute = ray.data.ActorPoolStrategy(min_size=1, max_size=workers, initial_size=workers)
    found = ray.data.from_arrow(blocks).map_batches(
        Reader, fn_constructor_args=(start, timeout_seconds), compute=compute, batch_format="pyarrow", batch_size=None, num_cpus=1
    )
    for table in found.iter_batches(batch_size=None, batch_format="pyarrow"):
        yield from map(pickle.loads, table["item"].to_pylist())


def _waves(tasks: Iterable[Task]) -> Iterator[list[pyarrow.Table]]:
    """Blocks of documents with their bytes, as many at a time as WAVE_BYTES let."""
    blocks: list[pyarrow.Table] = []
    iterator = iter(tasks)
    while block := [_holding(task) for task in islice(iterator, _BLOCK)]:
        blocks.append(_table(block))
        if sum(table.nbytes for table in blocks) > WAVE_BYTES:
            yield blocks
            blocks = []
    if blocks:
        yield blocks


def _holding(task: Task) -> Task:
    """The task with its document's bytes; as it is where they are gone, which the worker then finds out and tells."""
    path = Path(task.content)
    return replace(task, held=path.read_bytes()) if path.is_file() else task


def _table(items: Iterable[object]) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table({"item": pyarrow.array([pickle.dumps(item) for item in items], pyarrow.large_binary())})


def _check_version(outcome: Outcome, version: str) -> None:
    """Rows of two extractors must not mix under one version's name."""
    for article in (outcome.rows or {}).get("articles", ()):
        if article["extractor_version"] != version:
            raise ClusterError(
                f"a machine of the cluster reads with extractor {article['extractor_version']}, this one with {version};"
                " install the same cuttings on all of them"
            )


@contextmanager
def _connected(workers: int | None) -> Iterator[int]:
    """A connection to the cluster, kept where there is one already; gives the number of its cores."""
    address = os.environ.get("RAY_ADDRESS")
    for name, value in (_QUIET if address else _QUIET | _LOOPBACK).items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClusterError(f"Ray cannot be imported ({error}); pip install 'cuttings[ray]'") from error
    is_ours = not ray.is_initialized()
    if is_ours:
        _connect(ray, address, workers)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if is_ours:
            ray.shutdown()


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    local = {"address": "local", "num_cpus": workers, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    try:
        ray.init(**({"address": address} if address else local), log_to_driver=False, logging_level="error")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise ClusterError(f"the Ray cluster at {address or 'this machine'} cannot be reached: {error}") from error
