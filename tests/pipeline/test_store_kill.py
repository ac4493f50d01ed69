"""Loads killed for real: the store stays consistent, and the same load afterwards completes it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from etl.store import Store
from tests.contract.factory import make_article, make_batch
from tests.pipeline.test_store import Dump, column, dump

ROOT = Path(__file__).parent.parent.parent
ARTICLES, BATCH, KILLS = 60, 4, 5

CHILD = f"""
import sys
from etl.store import Store
from tests.contract.factory import make_article, make_batch
store = Store.open(sys.argv[1])
with store.write_lock():
    load = store.begin_load()
    for at in range(0, {ARTICLES}, {BATCH}):
        print(at, flush=True)
        store.save(make_batch(load, [make_article(n, version=n % 2) for n in range(at, at + {BATCH})]))
    store.finish_load(load)
"""


def load_and_kill(url: str, after_batch: int, then_seconds: float) -> None:
    """Start a load in a process of its own and kill it `then_seconds` after it began its batch number `after_batch`."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    for line in child.stdout:
        if int(line) >= after_batch * BATCH:
            break
    time.sleep(then_seconds)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def without_ledger_history(rows: Dump) -> Dump:
    """What must not depend on how often a load was tried."""
    return {name: found for name, found in rows.items() if name not in ("offers", "loads")}


def test_killed_loads_leave_a_consistent_store(record_url: str) -> None:
    store = Store.open(record_url)
    before = store.begin_load(1)
    store.save(make_batch(before, [make_article(n) for n in range(10)]))
    store.finish_load(before)
    moment = random.Random(5)
    for kill in range(KILLS):
        load_and_kill(record_url, moment.randrange(2 + 2 * kill), moment.uniform(0, 0.08))
        kept = column(store, "articles.article_id")
        assert len(kept) == len(set(kept)) >= 10
        assert sorted(set(column(store, "quotes.article_id")), key=repr) == kept, "an article without its facts"
    subprocess.run([sys.executable, "-c", CHILD, record_url], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    completed = without_ledger_history(dump(store))
    load = store.begin_load(2)
    store.save(make_batch(load, [make_article(n, version=n % 2) for n in range(ARTICLES)]))
    store.finish_load(load)
    assert without_ledger_history(dump(store)) == completed
    assert len(completed["articles"]) == ARTICLES
    assert set(column(store, "loads.status")) <= {"finished", "interrupted"}
    store.close()
