"""Saving one article asks by key: no statement walks what is stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from etl.store import Store
from tests.contract.factory import make_article, make_batch


def test_no_statement_of_a_save_scans_a_table_or_a_status(tmp_path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    load_id = store.begin_load()
    store.save(make_batch(load_id, [make_article(n) for n in range(60)]))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters[0] if executemany else parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    store.save(make_batch(load_id, [make_article(3, version=1)]))
    event.remove(store.engine, "before_cursor_execute", note)
    walks = []
    with store.engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"explain query plan {statement}", parameters).all():
                if row[3].startswith("SCAN ") or "status=?" in row[3]:
                    walks.append((row[3], statement))
    store.close()
    assert len(asked) > 20
    assert walks == []
