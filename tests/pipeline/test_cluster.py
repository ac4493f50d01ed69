"""The parse on a Ray cluster of three nodes on this machine, each a raylet with workers of its own: rows as from the pool, whoever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial

import pytest

from etl.load.cluster import ClusterError
from etl.load.extraction import Extraction, Task
from etl.load.spread import Spread
from tests.pipeline import fake_parse
from tests.pipeline.test_store import dump
from tests.pipeline.warehouse import STORY, Warehouse, outcome_of

# Read by Ray when it is imported: nothing is told to its makers, and it listens on loopback only, where it needs no token.
os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0", RAY_AUTH_MODE="disabled")
ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
NODE = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={**NODE, "node_ip_address": "127.0.0.1"})
    for _ in range(2):
        made.add_node(**NODE, node_ip_address="127.0.0.1")
    ray.init(address=made.address, logging_level="error", log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()


def rows_of(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the store, without those of its history of loads."""
    return dump(warehouse.store, ("loads", "offers"))


def test_rows_are_those_of_the_pool(cluster: object, warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Warehouse(tmp_path_factory.mktemp("other"))
    bad = {"n05": "explode", "n17": "segfault", "n18": "misplaced"}
    words = {f"n{i:02}": f"word{i}" for i in range(20)} | bad
    quarantined = [(f"{name}.txt", "extractor_crash") for name in bad]
    for made, on in ((warehouse, "ray"), (other, "pool")):
        other.texts, other.home = warehouse.texts, warehouse.home
        made.offer(**words)
        loaded, unchanged, found = outcome_of(made.load(workers=2, on=on))
        assert (loaded, unchanged, sorted(found)) == (17, 0, quarantined)
    assert rows_of(warehouse) == rows_of(other)
    other.store.close()


class Deadly(Extraction):
    """Kills the worker of Ray's that reads the document, once; the worker's reader would survive it."""

    def __call__(self, task):
        marker = task.content + ".killed"
        if b"deadly" in task.held and not os.path.exists(marker):
            open(marker, "w").close()
            os.kill(os.getppid(), signal.SIGKILL)
        return super().__call__(task)


def tasks_at(root, **words):
    for name, word in words.items():
        path = root / f"{name}.txt"
        path.write_text(STORY.format(word=word))
        yield Task(path.as_uri(), name.ljust(64, "0"), 1, "2026-01-01T00:00:00+00:00", str(path))


def test_a_killed_worker_is_survived(cluster: object, tmp_path) -> None:
    words = {f"n{i:02}": "deadly" if i == 17 else "fine" for i in range(20)}
    start = partial(Deadly, fake_parse.fake_parser, None)
    outcomes = list(Spread("ray", 2).extract(tasks_at(tmp_path, **words), start, 20, fake_parse.VERSION))
    assert (tmp_path / "n17.txt.killed").exists()
    assert sorted(o.task.uri[-7:-4] for o in outcomes if o.rows) == sorted(words)


def test_a_lost_machine_is_survived(cluster, tmp_path) -> None:
    words = {f"n{i:03}": "fine" for i in range(80)}
    start = partial(Extraction, fake_parse.fake_parser, None)
    outcomes = Spread("ray").extract(tasks_at(tmp_path, **words), start, 80, fake_parse.VERSION)
    found = [next(outcomes)]
    cluster.remove_node(cluster.list_all_nodes()[-1], allow_graceful=False)
    found += outcomes
    assert sorted(o.task.uri[-8:-4] for o in found if o.rows) == sorted(words)


def test_another_extractor_in_the_cluster_is_refused(cluster: object, warehouse: Warehouse) -> None:
    warehouse.offer(a="one")
    with pytest.raises(ClusterError, match="fake-1, this one with fake-2"):
        warehouse.load(on="ray", version="fake-2")
    assert warehouse.rows("select status from loads") == [("failed",)]
