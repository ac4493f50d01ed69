"""Search on published articles: what is found, with which filters, and that snapshot and index are always one load's."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from etl.publish import publish
from etl.search import END, START, Filters, QueryError, SearchError, ranking, search
from etl.search import find as finding
from etl.search import index as indexing
from etl.serving import open_snapshot, search_folder
from etl.store import Store
from etl.store.batch import TABLES
from tests.contract.factory import ArticleMaker, make_article, make_batch
from tests.pipeline.conftest import run_cuttings
from tests.pipeline.test_publish import broken_sql

SQL = Path(__file__).parent.parent.parent / "sql"


def save(url: str, numbers: range, **changes: object) -> None:
    store = Store.open(url)
    load = store.begin_load()
    store.save(make_batch(load, [ArticleMaker(n, **changes).make() if changes else make_article(n) for n in numbers]))
    store.finish_load(load)
    store.close()


@pytest.fixture
def target(record_url: str, tmp_path: Path) -> Path:
    """A snapshot of six articles, from either record store."""
    save(record_url, range(6))
    return publish(record_url, tmp_path / "cuttings.duckdb", SQL).target


def ids(target: Path, words: str, kind: str = "articles", **filters: object) -> set[str]:
    (found,) = search(target, words, (kind,), Filters(**filters), 1_000)
    return {hit.article for hit in found.hits}


def test_articles_and_quotes_are_found_on_both_record_stores(target: Path) -> None:
    articles, quotes = search(target, '"sea keeps" accounts')
    assert (articles.count, quotes.count) == (6, 6)
    assert {hit.found_in for hit in quotes.hits} == {"quote"}
    assert all(f"{START}sea keeps{END}" in hit.snippet or f"{START}sea{END} {START}keeps{END}" in hit.snippet for hit in quotes.hits)
    assert all(hit.speaker and hit.quote_id and hit.headline for hit in quotes.hits)


def test_what_is_no_part_of_an_article_is_not_found(target: Path) -> None:
    assert ids(target, "prizes") == set()
    assert ids(target, "harbour") == {f"{n:05}" for n in range(6)}


def test_a_headline_counts_more(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    save(url, range(8))
    target = publish(url, tmp_path / "cuttings.duckdb", SQL).target
    (found,) = search(target, "bank", ("articles",))
    in_headline = ["Bank" in (hit.headline or "") for hit in found.hits]
    assert in_headline == sorted(in_headline, reverse=True) and any(in_headline)


def test_filters(target: Path) -> None:
    with open_snapshot(target) as snapshot:
        rows = snapshot.execute(
            "select q.article, c.source, q.published_on, q.speaker, q.quote "
            "from quotes_by_speaker as q join article_cards as c using (article_id)"
        ).fetchall()
        dated = snapshot.execute("select article, source, published_on from article_cards").fetchall()
    assert ids(target, "sea", "quotes", speaker="quill") == {
        a for a, _, _, speaker, quote in rows if speaker == "Petra Quill" and "sea" in quote
    }
    assert ids(target, "harbour", "articles", speaker="Petra Quill") == {row[0] for row in rows if row[3] == "Petra Quill"}
    assert ids(target, "harbour", outlet="TIDAL") == {a for a, source, _ in dated if source == "Tidal Times"}
    assert ids(target, "harbour", since=date(2021, 3, 1)) == {a for a, _, day in dated if day and day >= date(2021, 3, 1)}
    assert ids(target, "harbour", until=date(2021, 3, 3)) == {a for a, _, day in dated if day and day <= date(2021, 3, 3)}
    assert ids(target, "harbour", speaker="nobody") == set()


@pytest.mark.parametrize(
    ("filters", "message"),
    [({"outlet": "Moon Post"}, "no outlet is called Moon Post; there are .*Tidal Times"), ({"speaker": " - "}, "needs a name")],
)
def test_a_filter_that_fits_nothing_says_so(target: Path, filters: dict[str, str], message: str) -> None:
    with pytest.raises(SearchError, match=message):
        search(target, "sea", filters=Filters(**filters))


def test_control_characters_of_an_article_stay_out_of_snippets(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    save(url, range(1))
    store = Store.open(url)
    with store.engine.begin() as connection:
        text = connection.execute(TABLES["articles"].select()).one().text
        connection.execute(update(TABLES["articles"]).values(text=text.replace("lay in the harbour", "lay\x1b\x9b\x02the harbour")))
        connection.execute(update(TABLES["quotes"]).where(TABLES["quotes"].c.kind == "indirect").values(text="more than 1 boats"))
    store.close()
    (tmp_path / "sql").mkdir()
    for kind in ("macros", "tables", "views"):
        (tmp_path / "sql" / kind).symlink_to(SQL / kind)
    target = publish(url, tmp_path / "cuttings.duckdb", tmp_path / "sql").target
    (found,) = search(target, "boats", ("articles",))
    assert found.hits
    assert not set(found.hits[0].snippet.replace(START, "").replace(END, "")) & set(map(chr, [*range(32), 0x9B]))


def test_a_second_publication_writes_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, target, written = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb", []
    build = indexing.build_index
    monkeypatch.setattr("etl.publish.publication.build_index", lambda *given: written.append(build(*given)))
    save(url, range(10))
    publish(url, target, SQL)
    publish(url, target, SQL)
    store = Store.open(url)
    with store.engine.begin() as connection:
        one = TABLES["articles"].c.article_id == connection.execute(TABLES["articles"].select()).first().article_id
        connection.execute(update(TABLES["articles"]).where(one).values(headline="Zeppelins"))
    store.close()
    publish(url, target, SQL, anew=True)  # what goes past the store stands in no log
    assert written == [10, 0, 1]
    assert ids(target, "boats") == {f"{n:05}" for n in range(10)}
    assert len(ids(target, "zeppelin")) == 1


def test_an_article_that_left_is_not_found(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    save(url, range(10))
    publish(url, target, SQL)
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as record, record:
        gone = record.execute("select article_id from articles").fetchone()[0]
        record.execute("delete from quote_segments where quote_id in (select quote_id from quotes where article_id = ?)", [gone])
        for table in (name for name, model in TABLES.items() if "article_id" in model.columns):
            record.execute(f"delete from {table} where article_id = ?", [gone])
    publish(url, target, SQL, anew=True)  # what goes past the store stands in no log
    (found,) = search(target, "boats", ("articles",))
    assert found.count == 9 and gone not in {hit.article_id for hit in found.hits}


def test_an_index_that_is_mostly_waste_is_made_anew(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    for version in range(1, 4):
        save(url, range(4), version=version)
        publish(url, target, SQL)
    folder = search_folder(target)
    assert folder is not None
    assert sqlite3.connect(folder / "articles.sqlite").execute("select count(*) from words_docsize").fetchone() == (4,)
    assert ids(target, '"report 3"') == {f"{n:05}" for n in range(4)} and ids(target, '"report 2"') == set()


def test_a_publication_that_fails_leaves_the_old_pair(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    save(url, range(2))
    publish(url, target, SQL)
    folder = search_folder(target)
    with pytest.raises(Exception, match="check broken found"):
        publish(url, target, broken_sql(tmp_path, "checks", "broken", "-- No.\nselect article_id from articles\n"))
    assert list(tmp_path.glob("cuttings.search-*")) == [folder]
    assert search(target, "boats")[0].count == 2


def test_an_index_that_cannot_be_written_leaves_the_old_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    save(url, range(2))
    publish(url, target, SQL)
    save(url, range(2, 4))

    def full(*given: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("etl.publish.publication.build_index", full)
    with pytest.raises(Exception, match="index cannot be written: database or disk is full"):
        publish(url, target, SQL)
    assert search(target, "boats")[0].count == 2


def test_a_reader_between_two_publications_takes_the_new_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    save(url, range(2))
    publish(url, target, SQL)
    save(url, range(2, 5))
    name, asked = finding.named_index, []

    def interrupted(connection: object, path: Path) -> Path | None:
        """Another publication comes between the opening of the snapshot and that of its index."""
        asked.append(name(connection, path))
        if len(asked) == 1:
            publish(url, target, SQL)
        return asked[-1]

    monkeypatch.setattr(finding, "named_index", interrupted)
    assert search(target, "boats")[0].count == 5
    assert len(set(asked)) == 2 and not asked[0].exists()


def test_a_snapshot_without_an_index_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, target = f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path / "cuttings.duckdb"
    save(url, range(1))
    monkeypatch.setattr("etl.publish.publication.can_index", lambda: False)
    publish(url, target, SQL)
    with pytest.raises(SearchError, match="cuttings publish"):
        search(target, "boats")


def test_the_most_that_are_ranked(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    (found,) = search(target, "boats", ("articles",))
    assert found.is_capped and (found.count, found.count_text) == (6, "6") and len(found.hits) < 6


def test_the_most_that_are_counted(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 2)
    monkeypatch.setattr(ranking, "MOST_COUNTED", 4)
    assert search(target, "boats", ("articles",))[0].count_text == "more than 4"


def test_of_too_many_the_latest_are_ranked(record_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(record_url, range(20))
    target = publish(record_url, tmp_path / "cuttings.duckdb", SQL).target
    with open_snapshot(target) as snapshot:
        days = snapshot.execute("select published_from from articles order by published_from desc nulls last limit 4").fetchall()
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    (found,) = search(target, "sea", ("quotes",))
    assert found.is_capped and found.count == 20
    assert {hit.published_on for hit in found.hits} <= {day for (day,) in days}


def test_of_equals_the_latest_come_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    save(url, range(1, 12))
    (found,) = search(publish(url, tmp_path / "cuttings.duckdb", SQL).target, "boats", ("articles",))
    order = [(-hit.score, -(hit.published_on or date.min).toordinal()) for hit in found.hits]
    assert order == sorted(order) and len({score for score, _ in order}) < len(order)


def test_of_too_many_those_with_the_word_in_the_headline_are_ranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    save(url, range(8))
    target = publish(url, tmp_path / "cuttings.duckdb", SQL).target
    all_of_them = {hit.article: hit.score for hit in search(target, "bank", ("articles",))[0].hits}
    monkeypatch.setattr(ranking, "MOST_RANKED", 2)
    (found,) = search(target, "bank", ("articles",))
    assert found.is_capped and "Bank" in (found.hits[0].headline or "")
    assert {hit.article: hit.score for hit in found.hits}.items() <= all_of_them.items()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of 20 articles, some replaced by another version, with all rows in the sample of its index."""
    folder = tmp_path_factory.mktemp("many")
    url = f"sqlite:///{folder / 'r.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "SAMPLED", 1)
        save(url, range(20))
        publish(url, folder / "cuttings.duckdb", SQL)
        save(url, range(3), version=2)
        return publish(url, folder / "cuttings.duckdb", SQL).target


@pytest.fixture
def large(many: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That snapshot, while an index of 20 rows counts as large."""
    monkeypatch.setattr(ranking, "SAMPLED", 1)
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    return many


def test_words_that_stand_everywhere_are_not_ranked(large: Path) -> None:
    for found in search(large, "sea OR boats", limit=100):
        assert found.is_by_day and not found.is_capped
        assert found.count == len(found.hits) == (20 if found.kind == "articles" else 40)
        days = [(hit.score, hit.published_on or date.min) for hit in found.hits]
        assert days == sorted(days, reverse=True)
    (articles,) = search(large, "bank -3900", ("articles",), limit=4)  # a third have it in the headline, and the body
    assert articles.is_by_day and [hit.score for hit in articles.hits] == [1.0] * 4


@pytest.mark.parametrize(
    "words", ["boats", "boats -bank", "boa* -3900", "bank report", '"counts boats" -union', "harbour 4500", "boats OR 4500"]
)
@pytest.mark.parametrize("filters", [{}, {"outlet": "tidal"}, {"since": date(2021, 3, 1)}])
def test_a_large_index_finds_the_same(large: Path, monkeypatch: pytest.MonkeyPatch, words: str, filters: dict[str, object]) -> None:
    found = search(large, words, filters=Filters(**filters), limit=100)
    monkeypatch.setattr(ranking, "MOST_RANKED", 10_000)
    alike = search(large, words, filters=Filters(**filters), limit=100)
    for one, other in zip(found, alike, strict=True):
        assert one.count == other.count
        assert {hit.snippet for hit in one.hits if one.is_by_day or not one.is_capped} <= {hit.snippet for hit in other.hits}
        assert len(one.hits) == one.count if one.is_by_day else True


def test_a_rare_word_ranks_beside_a_common_one(large: Path) -> None:
    (only,) = search(large, "boats 4500", ("articles",))
    (first,) = search(large, "boats OR 4500", ("articles",))
    assert only.count == 1 and first.count == 20 and len(first.hits) == 20
    assert first.hits[0].article == only.hits[0].article and first.hits[0].score > 0 == first.hits[1].score


def test_a_beginning_that_is_a_common_word_is_searched_as_that_word(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search(large, "boat*", ("articles",))[0].count == 20
    monkeypatch.setattr(ranking, "MOST_COUNTED", 4)
    (found,) = search(large, "boat*", ("articles",))
    assert found.count_text == "more than 4" and len(found.hits) == 20


def test_a_malformed_query_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        search(tmp_path / "none.duckdb", '"')


class TestCommand:
    """The command as a user meets it."""

    def test_table(self, loaded):
        done = run_cuttings(loaded[0], "search", "bridge")
        assert done.returncode == 0 and "**bridge**" in done.stdout.lower() and "bridge" in done.stdout.splitlines()[1]
        assert "\x1b" not in done.stdout

    def test_formats_agree(self, loaded):
        rows = json.loads(run_cuttings(loaded[0], "search", "teachers OR bridge", "-f", "json").stdout)
        lines = run_cuttings(loaded[0], "search", "teachers OR bridge", "-f", "jsonl").stdout.splitlines()
        table = list(csv.DictReader(io.StringIO(run_cuttings(loaded[0], "search", "teachers OR bridge", "-f", "csv").stdout)))
        assert rows == [json.loads(line) for line in lines] and rows
        assert [row["snippet"] for row in table] == [row["snippet"] for row in rows]
        assert {row["found_in"] for row in rows} == {"article", "quote"}

    def test_a_speaker_means_quotes(self, loaded):
        done = run_cuttings(loaded[0], "search", "since OR hour", "--speaker", "okonjo", "-f", "jsonl")
        assert {json.loads(line)["found_in"] for line in done.stdout.splitlines()} == {"quote"}

    @pytest.mark.parametrize(
        ("arguments", "status", "message"),
        [
            (["zeppelin"], 1, "nothing found"),
            (['"bridge'], 2, "never closed"),
            (["bridge", "--since", "soon"], 2, "2024-10-31"),
            (["bridge", "--since", "2024-02-30"], 2, "is no date"),
            (["bridge", "--outlet", "Moon Post"], 1, "no outlet is called Moon Post"),
            (["bridge", "--limit", "0"], 2, "limit"),
        ],
    )
    def test_what_cannot_be_answered(self, loaded, arguments, status, message):
        done = run_cuttings(loaded[0], "search", *arguments)
        assert (done.returncode, message in done.stderr, "Traceback" in done.stderr) == (status, True, False)

    def test_dates_of_a_month(self, loaded):
        assert run_cuttings(loaded[0], "search", "teachers", "--since", "2025-03", "--until", "2025-03").returncode == 0
        assert run_cuttings(loaded[0], "search", "teachers", "--since", "2025-04").returncode == 1

    def test_without_a_snapshot(self, tmp_path):
        done = run_cuttings(tmp_path, "search", "bridge")
        assert (done.returncode, "cuttings load" in done.stderr) == (1, True)
