"""The record store: what enters, what replaces what, and that order leaves no trace."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from etl.home import SQL
from etl.publish import PublishError, publish
from etl.store import Batch, LockedError, Store, StoreError
from etl.store.batch import TABLES
from tests.contract.factory import Rows, entity, make_article, make_batch, quarantined

Dump = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def store(record_url: str) -> Iterator[Store]:
    opened = Store.open(record_url)
    yield opened
    opened.close()


def dump(store: Store, leave_out: tuple[str, ...] = ("loads",)) -> Dump:
    """All rows of all tables but the log of changes, sorted; ledger rows without the load and the time that brought them."""
    found: Dump = {}
    with store.engine.connect() as connection:
        for name, table in TABLES.items():
            columns = [c for c in table.columns if not (name == "documents" and c.name in ("load_id", "received_at"))]
            if name not in (*leave_out, "changes"):
                found[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    return found


def load(store: Store, articles: list[Rows], size: int = 3) -> int:
    """Load articles in batches of `size`; returns the load's id."""
    load_id = store.begin_load()
    for at in range(0, len(articles), size):
        store.save(make_batch(load_id, articles[at : at + size]))
    store.finish_load(load_id)
    return load_id


def column(store: Store, name: str) -> list[Any]:
    """All values of `table.column`, sorted."""
    table, field = name.split(".")
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(TABLES[table].c[field])).scalars(), key=repr)


def test_every_table_gets_rows(store: Store) -> None:
    load(store, [make_article(1), make_article(2)])
    empty = [name for name, rows in dump(store, ()).items() if not rows]
    assert empty == ["offers", "given_metadata"]


def test_loading_the_same_again_changes_no_row(store: Store) -> None:
    articles = [make_article(n) for n in range(5)]
    load(store, articles)
    before = dump(store)
    load(store, articles, size=2)
    assert dump(store) == before


def test_order_and_batching_leave_no_trace(tmp_path_factory: pytest.TempPathFactory, record_url: str) -> None:
    articles = [make_article(n) for n in range(8)]
    one, other = Store.open(record_url), Store.open(f"sqlite:///{tmp_path_factory.mktemp('other') / 'r.sqlite'}")
    load(one, articles, size=8)
    shuffled = list(articles)
    random.Random(7).shuffle(shuffled)
    load(other, [make_article(n, version=1) for n in (2, 5)])
    load(other, shuffled, size=3)
    superseded = {name: rows for name, rows in dump(other).items() if name != "documents"}
    assert superseded == {name: rows for name, rows in dump(one).items() if name != "documents"}
    one.close()
    other.close()


def test_a_changed_file_replaces_its_article_and_the_ledger_keeps_both(store: Store) -> None:
    load(store, [make_article(1), make_article(2)])
    load(store, [make_article(1, version=1)])
    fresh = {name: len(rows) for name, rows in dump(store).items()}
    assert column(store, "documents.status") == ["loaded", "loaded", "superseded"]
    assert fresh["articles"] == 2 and fresh["quotes"] == 4
    assert any("report 1" in text for text in column(store, "articles.text"))
    assert not any("report 0" in text and "report 1" in text for text in column(store, "articles.text"))


def test_replacing_an_article_takes_its_people_along(store: Store) -> None:
    first, second = make_article(3), make_article(3, version=2)
    load(store, [first])
    load(store, [second])
    assert column(store, "people.person_id") == sorted((row["person_id"] for row in second["people"]), key=repr)
    assert column(store, "meetings.meeting_id") == sorted((row["meeting_id"] for row in second["meetings"]), key=repr)
    assert len(column(store, "claims.claim_id")) == len(column(store, "article_claims.claim_id"))


def test_going_back_to_the_former_content(store: Store) -> None:
    load(store, [make_article(4)])
    before = dump(store)
    load(store, [make_article(4, version=1)])
    load(store, [make_article(4)])
    after = dump(store)
    assert {name: rows for name, rows in after.items() if name != "documents"} == {n: r for n, r in before.items() if n != "documents"}
    assert column(store, "documents.status") == ["loaded", "superseded"]


def test_claim_counts_are_the_links(store: Store) -> None:
    load(store, [make_article(n) for n in range(12)], size=5)
    load(store, [make_article(n, version=1) for n in range(0, 12, 2)], size=4)
    with store.engine.connect() as connection:
        query = select(TABLES["claims"].c.claim_id, TABLES["claims"].c.articles)
        counted = {row.claim_id: row.articles for row in connection.execute(query)}
        links = connection.execute(select(TABLES["article_claims"].c.claim_id)).scalars().all()
    assert counted == {claim: links.count(claim) for claim in set(links)}


def test_unchanged_and_quarantined_documents_are_counted_and_change_nothing(store: Store) -> None:
    article = make_article(1)
    first = store.begin_load()
    store.save(make_batch(first, [article]))
    store.save(Batch(first, {"documents": [quarantined(1)]}))
    store.finish_load(first)
    before = dump(store)
    second = store.begin_load()
    again = {"document_id": article["documents"][0]["document_id"], "status": "unchanged"}
    counts = store.save(Batch(second, {"documents": [again, quarantined(1)]}))
    summary = store.finish_load(second)
    assert (counts.unchanged, counts.quarantined, counts.loaded) == (1, 1, 0)
    assert (summary.seen, summary.loaded, summary.unchanged, summary.quarantined) == (2, 0, 1, 1)
    assert dump(store) == before


def test_a_document_that_fails_when_extracted_anew_keeps_its_article(store: Store) -> None:
    article = make_article(1)
    load(store, [article])
    before = dump(store)
    crashed = {**article["documents"][0], "status": "quarantined", "reason_code": "extractor_crash"}
    crashed.pop("article_id")
    load_id = store.begin_load()
    store.save(Batch(load_id, {"documents": [crashed]}))
    assert store.finish_load(load_id).quarantined == 1
    assert dump(store) == before


def test_a_withdrawn_article_goes_and_the_ledger_says_why(store: Store) -> None:
    article, other = make_article(1), make_article(2)
    load(store, [article, other])
    notice = {**quarantined(1, code="withdrawn"), "uri": article["documents"][0]["uri"]}
    load_id = store.begin_load()
    counts = store.save(Batch(load_id, {"documents": [notice]}))
    store.finish_load(load_id)
    assert (counts.replaced, counts.quarantined) == (1, 1)
    assert column(store, "articles.article_id") == [other["articles"][0]["article_id"]]
    assert column(store, "documents.status") == ["loaded", "quarantined", "superseded"]


def test_a_retried_load_counts_every_document_once(store: Store) -> None:
    articles = [make_article(1), make_article(2)]
    load_id = store.begin_load(11, datetime(2026, 11, 22, tzinfo=UTC))
    store.save(make_batch(load_id, articles[:1]))
    store.begin_load(11, datetime(2026, 11, 22, tzinfo=UTC))
    store.save(Batch(load_id, {"documents": [{"document_id": articles[0]["documents"][0]["document_id"], "status": "unchanged"}]}))
    store.save(make_batch(load_id, articles[1:]))
    summary = store.finish_load(load_id)
    assert (summary.seen, summary.loaded, summary.unchanged) == (2, 2, 0)


def test_a_dead_load_is_closed_as_interrupted_by_the_next(store: Store) -> None:
    dead = store.begin_load(1, datetime(2026, 11, 21, tzinfo=UTC))
    store.save(make_batch(dead, [make_article(1)]))
    load(store, [make_article(2)])
    assert column(store, "loads.status") == ["finished", "interrupted"]
    assert column(store, "loads.documents_loaded") == [1, 1]
    assert column(store, "offers.outcome") == []


def test_finishing_an_unknown_load_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="never begun"):
        store.finish_load(404)


def test_known_prefers_the_loaded_document(store: Store) -> None:
    article = make_article(1)
    load(store, [make_article(1, version=1)])
    load(store, [article])
    load_id = store.begin_load()
    store.save(Batch(load_id, {"documents": [quarantined(3)]}))
    document = article["documents"][0]
    found = store.known([document["uri"], "file:///landing/bad3.txt", "file:///nowhere.txt"])
    known = found[document["uri"]]
    assert (known.sha256, known.status, known.extractor_version) == (document["sha256"], "loaded", "test")
    assert known.article_id == article["articles"][0]["article_id"]
    assert found["file:///landing/bad3.txt"].status == "quarantined" and found["file:///landing/bad3.txt"].article_id is None
    assert "file:///nowhere.txt" not in found


def test_names_count_the_articles_that_use_them(store: Store) -> None:
    articles = [make_article(n) for n in range(10)]
    load(store, articles)
    named = sum(any(row["name"] == "Orin Halvard" for row in article["entity_names"]) for article in articles)
    table = TABLES["entity_names"]
    with store.engine.connect() as connection:
        query = select(table.c.articles).where(table.c.entity_id == entity("Orin Halvard"), table.c.kind == "full")
        assert connection.execute(query).scalar_one() == named


def breaking(table: str, **changes: Any) -> Rows:
    """A good article with one row spoilt."""
    article = make_article(1)
    article[table][0].update(changes)
    return article


@pytest.mark.parametrize(
    ("article", "message"),
    [
        (breaking("mentions", surface="Somebody"), "mentions.surface of article .* is 'Somebody'"),
        (breaking("figures", end_char=10**6), "not inside"),
        (breaking("quotes", text="words nobody said"), "reads 'words nobody said'"),
        (breaking("quotes", cue="sang"), "quotes.cue"),
        (breaking("quotes", end_char=3), "not inside|spans"),
        (breaking("quote_segments", segment_no=2), "numbered from 1"),
        (breaking("mentions", colour="red"), "no column colour"),
        (breaking("mentions", surface=None), "needs surface"),
        (breaking("mentions", entity_id=5), "points to entities 5"),
        (breaking("people", article_id=None), "needs article_id"),
        (breaking("documents", status="quarantined", reason_code="empty"), "each document with status 'loaded' needs an article"),
        (breaking("zones", kind="teaser"), "stands in a teaser|not read"),
    ],
)
def test_a_bad_batch_is_refused_whole(store: Store, article: Rows, message: str) -> None:
    if message.startswith("stands"):
        article["mentions"][0].update(start_char=0, end_char=3, surface=article["articles"][0]["text"][:3])
    load(store, [make_article(2)])
    before = dump(store)
    load_id = store.begin_load()
    with pytest.raises(StoreError, match=message):
        store.save(make_batch(load_id, [make_article(3), article]))
    store.finish_load(load_id, status="failed")
    assert dump(store) == before


def test_an_id_that_names_two_kinds_of_thing_is_refused(store: Store) -> None:
    load(store, [make_article(1)])
    before = dump(store)
    other = make_article(2)
    person = make_article(1)["people"][0]["person_id"]
    other["places"].append({"article_id": other["places"][0]["article_id"], "place_id": person, "name": "Somewhere"})
    other["people"] = [row for row in other["people"] if row["person_id"] != person]
    for table, key in (
        ("mentions", "entity_id"),
        ("positions", "person_id"),
        ("meeting_participants", "entity_id"),
        ("quote_speakers", "entity_id"),
        ("figure_sources", "entity_id"),
    ):
        other[table] = [row for row in other[table] if row[key] != person]
    for table, key in (("quotes", "speaker_id"), ("figures", "attributed_to_id")):
        other[table] = [{**row, key: None} if row[key] == person else row for row in other[table]]
    with pytest.raises(StoreError, match="under one id"):
        store.save(make_batch(store.begin_load(), [other]))
    assert dump(store) == before


def test_an_unknown_table_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no table 'adverts'"):
        store.save(Batch(store.begin_load(), {"adverts": [{}]}))


def test_a_second_writer_waits_and_then_gives_up(store: Store, record_url: str) -> None:
    other = Store.open(record_url)
    impatient = other.write_lock(timeout_seconds=0.2)
    with store.write_lock(), store.write_lock(), pytest.raises(LockedError, match="another process is loading"):
        impatient.__enter__()
    with other.write_lock(timeout_seconds=5):
        assert other.known([]) == {}
    other.close()


def test_a_time_without_offset_is_refused_and_others_become_utc(store: Store) -> None:
    with pytest.raises(Exception, match="no UTC offset"):
        store.begin_load(5, datetime(2026, 11, 22, 8, 0))
    store.begin_load(6, datetime.fromisoformat("2026-11-22T08:00:00+07:00"))
    assert column(store, "loads.started_at") == [datetime(2026, 11, 22, 1, 0, tzinfo=UTC)]


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:secret@host/name", "postgresql://me:secret@host:port/name", "sqlite:///"])
def test_an_address_that_is_none_is_told_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"record store|CUTTINGS_DATABASE_URL") as opening:
        Store.open(url)
    with pytest.raises(PublishError) as publishing:
        publish(url, tmp_path / "cuttings.duckdb", SQL)
    assert "secret" not in f"{opening.value} {publishing.value}"
