"""Builds the full-text index: a folder with one SQLite file for articles and one for quotes, made from the snapshot it will lie beside.

Beside the words stand what filters need and, packed, the text for snippets: to take twenty of these from the snapshot's columns would last
longer than the search. Teasers and furniture are no part of an article and are not found.

An article that is the same as in the last index is copied with it: a nightly load writes what is new and nothing else. What was replaced
stays among the words, where FTS5 cannot remove it without the old text, but has no entry any more and is listed in `gone`, and so is not
found.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
"""Words by their stem, without case and accents."""
_FORMAT = f"5, duckdb {duckdb.__version__}"
"""An index of another format is built anew; DuckDB promises its hash() for one version only."""
_MOST_WASTE = 0.3
"""With a larger share of words that no entry uses a new index is made."""
SAMPLED = 64
"""Of so many rows one is in the sample, by which a search tells the words that stand everywhere."""
_CHUNK = 2_000
_SHORT = 400
_FAST = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536"
_SCHEMA = f"""
create table about (format text not null);
create table contents (article_id integer primary key, content integer not null);
create table entries (
    entry integer primary key, id integer not null, article_id integer not null,
    source_id integer, published_from text, published_to text, said_by text
);
create table texts (entry integer primary key, packed blob not null);
create table gone (entry integer primary key);
create virtual table sample using fts5({{columns}}, content = '', columnsize = 0, {TOKENS});
create virtual table words using fts5({{columns}}, content = '', {TOKENS});
insert into words (words, rank) values ('hashsize', {64 << 20});
insert into words (words, rank) values ('pgsz', 32000);
insert into words (words, rank) values ('rank', '{{rank}}');
"""
_HEADLINES = f"create virtual table headlines using fts5(headline, content = '', columnsize = 0, {TOKENS})"
"""Headlines once more, of articles: to find those with a common word among all words would take as long as to find the word."""
_BY_ARTICLE = "create index if not exists entries_of_article on entries (article_id)"
"""Made when the first entries are there, in one go."""
_CONTENT = """
with asked as ({asked}),
names as (
    select entity_id, bit_xor(hash(name)) as content from entity_names
    where entity_id in (select entity_id from quote_speakers semi join asked using (article_id)) group by entity_id
),
parts as (
    select article_id, bit_xor(hash(kind, start_char, end_char)) as content
    from zones semi join asked using (article_id) group by article_id
),
said as (
    select
        q.article_id,
        bit_xor(hash(q.quote_id, q.text, q.speaker_text, s.speaker_no, speakers.entity_id, speakers.name, names.content)) as content
    from quotes as q left join quote_speakers as s on q.quote_id = s.quote_id
    left join names on s.entity_id = names.entity_id left join entities as speakers on s.entity_id = speakers.entity_id
    where q.article_id in (from asked) group by q.article_id
)
select a.article_id, (hash(a.text, a.headline, a.source_id, a.published_from, a.published_to, parts.content, said.content) >> 1)::bigint
from articles as a semi join asked using (article_id) left join parts using (article_id) left join said using (article_id)
"""
_ORDER = "order by a.published_from nulls first, a.article_id"
"""The latest get the highest numbers: where too many match, those are what search ranks."""
_ENTRY = "a.article_id, a.source_id, a.published_from::varchar, a.published_to::varchar"
_ARTICLES = f"""
with asked as (select unnest(?::bigint[]) as article_id),
parts as (
    select article_id, list([start_char, end_char] order by start_char) as spans
    from zones semi join asked using (article_id) where kind in ('dateline', 'body', 'caption') group by article_id
)
select a.article_id, {_ENTRY}, null, coalesce(a.headline, ''), a.text, coalesce(parts.spans, [])
from articles as a left join parts using (article_id) where a.article_id in (from asked) {_ORDER}
"""
_QUOTES = f"""
with asked as (select unnest(?::bigint[]) as article_id),
names as (
    select entity_id, string_agg(distinct name, chr(10) order by name) as names
    from entity_names where entity_id in (select entity_id from quote_speakers semi join asked using (article_id)) group by entity_id
),
firsts as (select quote_id, entity_id, min(speaker_no) as speaker_no from quote_speakers semi join asked using (article_id) group by all),
speakers as (
    select
        f.quote_id,
        string_agg(e.name, ' and ' order by f.speaker_no) as said_by,
        string_agg(names.names, chr(10) order by f.speaker_no) as names
    from firsts as f inner join entities as e using (entity_id) left join names using (entity_id)
    group by f.quote_id
)
select
    q.quote_id, {_ENTRY}, coalesce(speakers.said_by, '(unnamed) ' || q.speaker_text, '(nobody named)'),
    q.text, concat_ws(chr(10), speakers.names, q.speaker_text)
from quotes as q
inner join articles as a using (article_id)
left join speakers on q.quote_id = speakers.quote_id
where q.article_id in (from asked) {_ORDER}, q.start_char, q.quote_id
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One file of the index: its two columns of words, which of them a snippet shows, their weights, and the query that gives the rows."""

    name: str
    columns: tuple[str, str]
    shown: int
    rank: str
    query: str

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return f"{self.name}.sqlite"

    @property
    def has_headlines(self) -> bool:
        """Whether headlines are among its words."""
        return "headline" in self.columns


ARTICLES = Shelf("articles", ("headline", "body"), 1, "bm25(3.0, 1.0)", _ARTICLES)
QUOTES = Shelf("quotes", ("quote", "speaker"), 0, "bm25(1.0, 0.0)", _QUOTES)


def can_index() -> bool:
    """Whether this Python's SQLite has FTS5; nearly all have."""
    with closing(sqlite3.connect(":memory:")) as probe:
        return bool(probe.execute("select sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


def build_index(snapshot: duckdb.DuckDBPyConnection, target: Path, last: Path | None = None, changed: Collection[int] | None = None) -> int:
    """Make the index of `snapshot` in the folder `target`, which may be new; returns how many articles were written.

    What did not change since the index in the folder `last` is taken from there; `last` itself stays as it is. Only the articles in
    `changed` can have changed, came or left, where it is given: the others are not looked at. Raises sqlite3.Error, OSError, duckdb.Error.
    """
    target.mkdir(exist_ok=True)
    (articles,) = snapshot.execute("select count(*) from articles").fetchone() or (0,)
    if changed is not None and not (last and all(_can_follow(last / shelf.file, len(changed), articles) for shelf in (ARTICLES, QUOTES))):
        changed = None
    content = _read_content(snapshot, changed)
    database = (snapshot.execute("select current_catalog()").fetchone() or ("",))[0]
    with ThreadPoolExecutor(2) as threads:  # SQLite works outside Python's lock
        written = [
            threads.submit(_build, shelf, snapshot.cursor(), database, target, last, content, changed) for shelf in (ARTICLES, QUOTES)
        ]
        return max(done.result() for done in written)


def unpacked(text: bytes | str) -> str:
    """The text of one row of `texts`."""
    return text if isinstance(text, str) else zlib.decompress(text).decode()


def _packed(text: str) -> bytes | str:
    """A short text, as most quotes are, stays as it is: packing takes longer than indexing its words, and saves a third."""
    return text if len(text) < _SHORT else zlib.compress(text.encode(), 1)


def _read_content(snapshot: duckdb.DuckDBPyConnection, changed: Collection[int] | None) -> dict[int, int]:
    """What is found of each article, as a number: of all, or of those that changed and are still there."""
    if changed is None:
        return dict(snapshot.execute(_CONTENT.format(asked="select article_id from articles")).fetchall())
    return dict(snapshot.execute(_CONTENT.format(asked="select unnest(?::bigint[]) as article_id"), [list(changed)]).fetchall())


def _build(
    shelf: Shelf,
    snapshot: duckdb.DuckDBPyConnection,
    database: str,
    target: Path,
    last: Path | None,
    content: dict[int, int],
    changed: Collection[int] | None,
) -> int:
    file = target / shelf.file
    known = _known(last / shelf.file, changed) if last else {}
    stale = [article for article, seen in known.items() if content.get(article) != seen]
    fresh = [article for article, found in content.items() if known.get(article) != found]
    follows = changed is not None
    if last and (known or follows):
        shutil.copyfile(last / shelf.file, file)
    with closing(snapshot), closing(sqlite3.connect(file, isolation_level=None)) as index:
        snapshot.execute(f'use "{database}"')
        index.executescript(_FAST)
        if not follows and (not known or _waste(index) + len(stale) > _MOST_WASTE * len(content)):
            stale, fresh = [], list(content)
            _empty(index, shelf)
        index.execute("begin")
        _remove(index, stale)
        _add(index, shelf, snapshot, fresh)
        index.executemany("insert into contents values (?, ?)", ((article, content[article]) for article in fresh))
        index.execute(_BY_ARTICLE)
        index.execute("commit")
    return len(fresh)


def _open_last(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _known(last: Path, changed: Collection[int] | None) -> dict[int, int]:
    """Content by article of an earlier index, of all or of those that changed; empty where it cannot be used."""
    try:
        with closing(_open_last(last)) as index:
            if index.execute("select format from about").fetchall() == [(_FORMAT,)]:
                where = "" if changed is None else " where article_id in (select value from json_each(?))"
                given = [] if changed is None else [json.dumps(list(changed))]
                return dict(index.execute(f"select article_id, content from contents{where}", given))
    except sqlite3.Error:
        pass
    return {}


def _can_follow(last: Path, changed: int, articles: int) -> bool:
    """Whether an earlier index can be brought up to date by so many changed articles, and would not be mostly waste."""
    try:
        with closing(_open_last(last)) as index:
            fits = index.execute("select format from about").fetchall() == [(_FORMAT,)]
            return fits and _waste(index) + changed <= _MOST_WASTE * articles
    except sqlite3.Error:
        return False


def _empty(index: sqlite3.Connection, shelf: Shelf) -> None:
    for table in ("words", "sample", "headlines", "texts", "gone", "entries", "contents", "about"):
        index.execute(f"drop table if exists {table}")
    index.execute("vacuum")
    index.executescript(_SCHEMA.format(columns=", ".join(shelf.columns), rank=shelf.rank))
    if shelf.has_headlines:
        index.execute(_HEADLINES)
    index.execute("insert into about values (?)", [_FORMAT])


def _waste(index: sqlite3.Connection) -> float:
    """Rows of words that no entry uses, in articles."""
    used, gone, articles = index.execute(
        "select (select count(*) from entries), (select count(*) from gone), (select count(*) from contents)"
    ).fetchone()
    return float(gone * articles / used) if used else 0.0


def _remove(index: sqlite3.Connection, articles: Sequence[int]) -> None:
    for article in articles:
        index.execute("insert into gone select entry from entries where article_id = ?", [article])
        index.execute("delete from texts where entry in (select entry from entries where article_id = ?)", [article])
        index.execute("delete from entries where article_id = ?", [article])
        index.execute("delete from contents where article_id = ?", [article])


def _add(index: sqlite3.Connection, shelf: Shelf, snapshot: duckdb.DuckDBPyConnection, articles: Sequence[int]) -> None:
    number: int = index.execute("select coalesce(max(id), 0) from words_docsize").fetchone()[0]
    into = f"insert into {{}} (rowid, {', '.join(shelf.columns)}) values (?, ?, ?)"
    for rows in _read(shelf, snapshot, articles):
        numbered = list(enumerate(rows, number + 1))
        number += len(rows)
        index.executemany("insert into entries values (?, ?, ?, ?, ?, ?, ?)", ((entry, *row[:6]) for entry, row in numbered))
        index.executemany("insert into texts values (?, ?)", ((entry, _packed(row[6 + shelf.shown])) for entry, row in numbered))
        index.executemany(into.format("words"), ((entry, *row[6:]) for entry, row in numbered))
        index.executemany(into.format("sample"), ((entry, *row[6:]) for entry, row in numbered if entry % SAMPLED == 0))
        if shelf.has_headlines:
            index.executemany("insert into headlines (rowid, headline) values (?, ?)", ((entry, row[6]) for entry, row in numbered))


def _read(shelf: Shelf, snapshot: duckdb.DuckDBPyConnection, articles: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of id, article, outlet, first and last day, speaker and the two columns of words; of an article only its own zones."""
    result = snapshot.execute(shelf.query, [list(articles)])
    while rows := result.fetchmany(_CHUNK):
        yield rows if shelf is QUOTES else [(*row[:7], "\n".join(row[7][start:end] for start, end in row[8])) for row in rows]
