"""Loads that end badly, for real: killed at a random moment of every stage, a full disk, a folder that cannot be written, two at once,
a clock set back. Afterwards the old or the new snapshot must serve, the next load must complete, and its rows must be those of a load
that nothing disturbed. `python -m tests.pipeline.crash kills --count 200 --seed 7`, or the other scenarios by name.

Each load runs in a process of its own, forked from this one, which opens no database itself. The tagger's part is replayed.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import duckdb
from sqlalchemy import event

from etl.home import SQL, Home
from etl.load import extraction, lander, loader, pool, redating
from etl.load.lander import land
from etl.load.loader import Loader
from etl.load.request import LoadRequest
from etl.publish import publication, publish, snapshot
from etl.readers import Document, read
from etl.store import Store, schema
from etl.store import store as store_module
from tests.pipeline.recorded import NEW, Replay, write_articles
from tests.pipeline.test_store import dump

OLD_ARTICLES, NEW_ARTICLES = 5, 9
BATCH = 3
"""Small, so that a load has several transactions."""
WORDS = (
    b"Town repairs its pier after the storm\n\nThe council of the town said on Monday that the old pier will open again in the summer.\n"
)
LEFT_OUT = ("loads", "publication")
UNLIKE = {"documents": ("load_id", "received_at")}
POINTS = {
    "landing": [(lander, "keep")],
    "reading": [(extraction, "read")],
    "parse": [(Replay, "__call__")],
    "redating": [(redating, "revised_rows")],
    "publish": [
        (snapshot, name)
        for name in (
            "copy_and_identify",
            "keep_mirror",
            "copy_mirror",
            "bring_up_to_date",
            "pass_on_mirror",
            "find_identity",
            "write_identity",
            "_renew_queries",
            "_create_views",
            "_run_checks",
            "sign",
        )
    ],
    "swap": [(snapshot, name) for name in ("sync", "sync_folder", "remove_indexes")],
}
"""Functions before and in which a process is killed, by stage; `store` and `worker` are reached otherwise."""
STAGES = (*POINTS, "store", "pool", "worker")


class Wrong(AssertionError):
    """Something was lost, doubled or left unusable."""


class Trap:
    """Counts how often a load passes a stage, and kills the process at the `at`-th time, `delay` seconds later."""

    def __init__(self, stage: str | None = None, at: int = 0, delay: float = 0.0) -> None:
        self.stage, self.at, self.delay = stage, at, delay
        self.passed: Counter[str] = Counter()

    def step(self, stage: str) -> None:
        self.passed[stage] += 1
        if stage == self.stage and self.passed[stage] == self.at:
            _kill_soon(os.getpid(), self.delay)

    @contextmanager
    def set(self, store: Store) -> Iterator[None]:
        """Watch every stage of a load."""
        with mock.patch.multiple(loader, BATCH=BATCH):
            patches = [self._watch(stage, owner, name) for stage, points in POINTS.items() for owner, name in points]
            patches.append(mock.patch.object(snapshot.os, "replace", self._swap(os.replace)))
            for name in ("before_cursor_execute", "commit", "begin"):
                event.listen(store.engine, name, lambda *_: self.step("store"))
            for patch in patches:
                patch.start()
            try:
                yield
            finally:
                for patch in patches:
                    patch.stop()

    def _watch(self, stage: str, owner: Any, name: str) -> Any:
        original = getattr(owner, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self.step(stage)
            result = original(*arguments, **named)
            self.step(stage)
            return result

        return mock.patch.object(owner, name, watched)

    def _swap(self, replace: Callable[..., None]) -> Callable[..., None]:
        def watched(source: Any, target: Any, **named: Any) -> None:
            self.step("swap")
            replace(source, target, **named)
            self.step("swap")

        return watched


def _kill_soon(process: int, delay: float) -> None:
    """SIGKILL, now or by a process that waits for it."""
    if delay <= 0:
        os.kill(process, signal.SIGKILL)
    if os.fork() == 0:
        time.sleep(delay)
        if os.getppid() == process:
            os.kill(process, signal.SIGKILL)
        os._exit(0)


class Rig:
    """Two states of a folder of texts, and of the warehouse after loading each: `a` is loaded, the load of `b` is disturbed."""

    def __init__(self, root: Path) -> None:
        self.root, self.texts, self.home = root, root / "texts", Home(root / "home")
        self.recorded, self.sql = root / "recorded", root / "sql"

    @property
    def goal(self) -> dict[str, Any]:
        """Rows after undisturbed loads: `a` and `b` of the snapshot, `record` of the store, and how often a load passes each stage."""
        return pickle.loads((self.root / "goal").read_bytes())

    def prepare(self) -> None:
        """Read everything once with the real extractor and remember what loads give that nothing disturbs."""
        articles = write_articles(self.root / "all", NEW_ARTICLES)
        shutil.copytree(SQL, self.sql)
        for view in (*(self.sql / "views").glob("*.sql"), *(self.sql / "lookups").glob("*.sql")):  # they cost most
            view.unlink()
        names = sorted(path.name for path in articles.glob("*.txt"))
        for state, count in (("a", OLD_ARTICLES), ("b", NEW_ARTICLES)):
            folder = self.root / state
            folder.mkdir()
            for name in names[:count]:
                shutil.copy(articles / name, folder / name)
        shutil.copy(self.root / "b" / names[-1], self.root / "b" / names[0])  # other words under a known name
        shutil.copy(articles / "metadata.csv", self.root / "b" / "metadata.csv")  # dates for what is stored
        (self.root / "b" / "empty.txt").touch()
        goal: dict[str, Any] = {}
        for state in ("a", "b"):
            self.offer(state)
            code, passed = in_child(partial(self.load, Trap(), record=True))
            expect(code == 0, f"the undisturbed load of {state} failed")
            goal |= {state: in_child(self.snapshot_rows)[1], "record": in_child(self.record_rows)[1], "passed": passed}
            shutil.copytree(self.home.root, self.root / f"home_{state}")
        expect(goal["a"] != goal["b"], "both states give the same rows")
        (self.root / "goal").write_bytes(pickle.dumps(goal))

    def offer(self, state: str) -> None:
        """Put the texts of a state in place."""
        shutil.rmtree(self.texts, ignore_errors=True)
        shutil.copytree(self.root / state, self.texts)

    def reset(self) -> None:
        """The warehouse after loading `a`, with `b` offered."""
        shutil.rmtree(self.home.root)
        shutil.copytree(self.root / "home_a", self.home.root)
        self.offer("b")

    def load(self, trap: Trap, workers: int = 1, record: bool = False) -> Counter[str]:
        """A load and its publication; returns how often it passed each stage."""
        home = self.home.create()
        parse = Replay(self.recorded)
        sidecar = self.texts / "metadata.csv"
        store = Store.open(home.record_url)
        with trap.set(store):
            landing = land(LoadRequest((str(self.texts),), str(sidecar) if sidecar.exists() else None, workers), home)
            with store.write_lock():
                make = partial(Replay, self.recorded) if workers > 1 else lambda: parse
                report = Loader(home, store, NEW, lambda step: trap.step("pool"), make).load(landing)
            store.close()
            publish(home.record_url, home.snapshot, self.sql)
        expect(len(report.quarantined) <= 1, str(report.quarantined))
        if record:
            parse.save()
        return trap.passed

    def snapshot_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows served, of prepared tables too, sorted, without what differs from load to load; the full-text index must be there."""
        found = {}
        with duckdb.connect(str(self.home.snapshot), read_only=True) as db:
            for schema_name, table in db.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall():
                if table not in LEFT_OUT:
                    without = f"exclude ({', '.join(UNLIKE[table])})" if table in UNLIKE else ""
                    rows = db.execute(f'select * {without} from {schema_name}."{table}"').fetchall()
                    found[f"{schema_name}.{table}"] = sorted(rows, key=repr)
            expect(any(name.startswith("prepared.") for name in found), "the snapshot has no prepared tables")
            (index,) = db.execute("select search_index from publication").fetchone() or (None,)
            expect(index is None or any((self.home.root / index).iterdir()), "the snapshot names an index that is gone")
        return found

    def record_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of the record store but its history of loads, which must have no load open."""
        store = Store.open(self.home.record_url)
        rows, loads = dump(store, ("loads", "offers")), dump(store, ())
        store.close()
        expect(not any("running" in row for row in loads["loads"]), "a load is left open")
        expect(not loads["offers"], "offers of a load are left")
        return rows

    def check_serving(self) -> str:
        """Which state serves; one of the two must, whole."""
        rows = in_child(self.snapshot_rows)[1]
        for state in ("a", "b"):
            if rows == self.goal[state]:
                return state
        raise Wrong(f"neither the old nor the new snapshot serves: {_unlike(rows, self.goal['a'])}; {_unlike(rows, self.goal['b'])}")

    def complete(self) -> None:
        """The next load, undisturbed: it must end, and leave the rows of one that nothing disturbed, and no litter."""
        code, said = in_child(partial(self.load, Trap()))
        expect(code == 0, f"the next load failed: {said}")
        self.check_goal()

    def check_goal(self) -> None:
        """Store and snapshot hold what undisturbed loads give."""
        expect(self.check_serving() == "b", "the old snapshot still serves after a complete load")
        rows = in_child(self.record_rows)[1]
        expect(rows == self.goal["record"], f"the record store differs: {_unlike(rows, self.goal['record'])}")
        litter = [path.name for path in self.home.root.glob(".cuttings.duckdb.*.tmp*")]
        expect(not litter, f"left behind: {litter}")
        expect(len(list(self.home.root.glob("cuttings.search-*"))) <= 1, "an index of an old snapshot is left")


def _unlike(rows: Any, goal: Any) -> str:
    if not isinstance(rows, dict):
        return str(rows)
    return ", ".join(
        f"{name} {len(rows.get(name, ()))} for {len(goal.get(name, ()))} rows" for name in goal if rows.get(name) != goal[name]
    )


def expect(is_so: bool, otherwise: str) -> None:
    """Raise Wrong unless it is so."""
    if not is_so:
        raise Wrong(otherwise)


def in_child(work: Callable[[], Any], before: Callable[[], None] | None = None) -> tuple[int, Any]:
    """What `work` gives in a process of its own, with its exit status (negative: the signal that killed it); its error when it fails."""
    path = Path(tempfile.gettempdir()) / f"crash-{os.getpid()}-{uuid4().hex}"
    child = os.fork()
    if child == 0:
        status = 0
        try:
            if before:
                before()
            result = work()
        except BaseException as error:
            status, result = 1, f"{type(error).__name__}: {error}\n{traceback.format_exc()[-800:]}"
        with path.open("wb") as file:
            pickle.dump(result, file)
        os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    result = pickle.loads(path.read_bytes()) if status >= 0 else None
    path.unlink(missing_ok=True)
    return status, result


def choose(chance: random.Random, passed: Counter[str], stage: str) -> Trap:
    """A moment in a stage: at once, or a little later."""
    longest = 0.6 if stage == "publish" else 0.03
    return Trap(stage, chance.randint(1, max(1, passed[stage])), chance.choice((0.0, chance.uniform(0, longest))))


def kills(rig: Rig, count: int, seed: int) -> None:
    """Kill loads, several in a row before the next may complete."""
    chance, done, late, served = random.Random(seed), Counter[str](), 0, Counter[str]()
    while done.total() < count:
        rig.reset()
        for _ in range(chance.randint(1, 7)):
            stage = STAGES[done.total() % len(STAGES)] if chance.random() < 0.7 else chance.choice(STAGES[:-2])
            if stage == "worker":
                kill_worker(rig, chance)
                done[stage] += 1
                break
            code, said = in_child(partial(rig.load, choose(chance, rig.goal["passed"], stage), 2 if stage == "pool" else 1))
            expect(code in (0, -signal.SIGKILL), f"{stage}: ended with {code}: {said}")
            done[stage] += code != 0
            late += code == 0  # it was done before its time came
            served[rig.check_serving()] += 1
        rig.complete()
        print(f"{done.total()} kills", dict(done), flush=True)
    print(f"{done.total()} kills ({late} came too late), old snapshot served {served['a']} times, new one {served['b']}; nothing lost")


def kill_worker(rig: Rig, chance: random.Random) -> None:
    """A worker of the pool dies: the load goes on without it, and completes."""
    victim = chance.randint(1, NEW_ARTICLES - OLD_ARTICLES)

    def load() -> None:
        original, results = pool.Pool._result, Counter[str]()

        def deadly(self: Any, task: Any, future: Any) -> Any:
            results["asked"] += 1
            if results["asked"] == victim:
                os.kill(chance.choice(list(self._executor._processes)), signal.SIGKILL)
            return original(self, task, future)

        with mock.patch.object(pool.Pool, "_result", deadly):
            rig.load(Trap(), workers=2)

    code, said = in_child(load)
    expect(code == 0, f"a load did not survive a killed worker: {said}")
    rig.check_goal()


def full_disk(rig: Rig, count: int, seed: int) -> None:
    """No file can grow beyond a size: writing fails in the store, the snapshot or the index, as it does on a full disk."""
    chance, failed = random.Random(seed), 0
    sizes = [path.stat().st_size for path in (rig.root / "home_b").rglob("*") if path.is_file()]
    for number in range(count):
        rig.reset()
        limit = int(max(sizes) * (number + chance.random()) / count)
        code, said = in_child(partial(rig.load, Trap()), lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        failed += code != 0
        expect(code in (0, 1), f"limit {limit}: ended with {code}: {said}")
        rig.check_serving()
        rig.complete()
    expect(failed > 0, "no limit was low enough")
    print(f"{failed} of {count} loads found the disk full; nothing lost")


def read_only(rig: Rig, count: int, seed: int) -> None:
    """A user who may not write loads: it fails with a reason, and nothing changes."""
    rig.reset()
    if os.geteuid() != 0:
        print("skipped: needs root, to become another user")
        return
    for folder in [rig.root, *rig.root.parents]:
        folder.chmod(folder.stat().st_mode | 0o555) if folder.stat().st_uid == 0 and folder != Path("/") else None
    code, said = in_child(partial(rig.load, Trap()), lambda: os.setuid(65534))
    expect(code == 1 and ("ermission" in said or "readonly" in said or "unable to open" in said), f"{code}: {said}")
    expect(rig.check_serving() == "a", "a failed load changed the snapshot")
    rig.complete()
    print("refused with a reason; nothing lost")


def together(rig: Rig, count: int, seed: int) -> None:
    """Two loads of the same folder at the same time."""
    for _ in range(count):
        rig.reset()
        other = os.fork()
        if other == 0:
            os._exit(min(1, abs(in_child(partial(rig.load, Trap()))[0])))
        code, said = in_child(partial(rig.load, Trap()))
        expect(code == 0, f"one of two loads failed: {said}")
        expect(os.waitstatus_to_exitcode(os.waitpid(other, 0)[1]) == 0, "the other of two loads failed")
        rig.check_goal()
    print(f"{count} times two loads at once; nothing lost, nothing doubled")


def clock_back(rig: Rig, count: int, seed: int) -> None:
    """The clock says 2001 for the load, and stands still: the next load begins at the same instant."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)

    def load() -> None:
        for module in (lander, store_module, publication):
            mock.patch.object(module, "datetime", Stopped).start()
        rig.load(Trap())
        rig.load(Trap())

    rig.reset()
    code, said = in_child(load)
    expect(code == 0, f"a load with the clock set back failed: {said}")
    rig.check_goal()
    rig.complete()
    print("loaded twice at one instant of the past; nothing lost")


SCENARIOS = {
    "kills": (kills, 12),
    "full-disk": (full_disk, 5),
    "read-only": (read_only, 1),
    "together": (together, 1),
    "clock-back": (clock_back, 1),
}


def warm() -> None:
    """Import what is imported late once for all children; no database is opened."""
    read(Document("file:///warm.txt", WORDS, "0" * 64))
    schema.head_revision()


def main() -> None:
    """Run a scenario; the exit status is 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=[*SCENARIOS, "prepare"])
    parser.add_argument("--root", type=Path, help="Prepared by `prepare`; otherwise a temporary one is made.")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warm()
    with tempfile.TemporaryDirectory(prefix="cuttings-crash-") as made:
        rig = Rig(asked.root or Path(made))
        try:
            if asked.root is None or asked.scenario == "prepare":
                rig.prepare()
            if asked.scenario != "prepare":
                run, usual = SCENARIOS[asked.scenario]
                run(rig, asked.count or usual, asked.seed)
        except Wrong as wrong:
            sys.exit(f"WRONG (seed {asked.seed}): {wrong}")


if __name__ == "__main__":
    main()
