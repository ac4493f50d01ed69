"""Searches the published index, and takes what it shows from the snapshot that the index belongs to."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl.search import ranking
from etl.search.index import ARTICLES, QUOTES, TOKENS, Shelf, unpacked
from etl.search.ranking import Scope, rank
from etl.search.words import Query, match_expression, quoted, read_query
from etl.serving import named_index, open_snapshot

START, END = "\x02", "\x03"
"""Around every word found in a snippet; no other control character but the line feed is left in one."""
_SNIPPET_WORDS = 24
_ATTEMPTS = 5
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CARDS = "select article_id, article, headline, source, published_on from article_cards where article_id in ({})"


class SearchError(Exception):
    """There is nothing to search in, or a filter fits nothing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is searched: only quotes by `speaker`, articles of `outlet`, published wholly between two days. None leaves everything."""

    speaker: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article or quote found. `snippet` has START and END around the words; `score` is higher for better, within its kind only."""

    found_in: str
    article: str
    headline: str | None
    source: str | None
    published_on: date | None
    speaker: str | None
    snippet: str
    score: float
    article_id: int
    quote_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits of one kind, best first, and how many there were; more than MOST_COUNTED are counted up to there."""

    kind: str
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_by_day: bool = False
    """All words are too common to be ranked by: the latest come first, before them those with the words in their headline."""

    @property
    def is_capped(self) -> bool:
        """Whether there were more than were ranked."""
        return self.count > ranking.MOST_RANKED and not self.is_by_day

    @property
    def count_text(self) -> str:
        """`43,940`, or `more than 100,000` where no more were counted."""
        return f"more than {ranking.MOST_COUNTED:,}" if self.count > ranking.MOST_COUNTED else f"{self.count:,}"


def search(
    path: Path, words: str, kinds: Sequence[str] = ("articles", "quotes"), filters: Filters | None = None, limit: int = 20
) -> list[Found]:
    """The best `limit` hits of each kind (articles, quotes) for a query as `etl.search.words` reads it.

    Raises QueryError, SearchError, NotPublishedError.
    """
    query = read_query(words)
    with _opened(path) as (snapshot, indexes):
        searcher = _Searcher(snapshot, indexes, filters or Filters())
        asked = {"articles": searcher.match_articles, "quotes": searcher.match_quotes}
        with ThreadPoolExecutor(len(asked)) as threads:  # SQLite works outside Python's lock
            matches = list(threads.map(lambda kind: asked[kind](query, limit), kinds))
        cards = searcher.cards([row.article for match in matches for row in match.rows])
        return [_found(match, cards) for match in matches]


@contextmanager
def _opened(path: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[Shelf, sqlite3.Connection]]]:
    """A snapshot and its own index; when another publication came between the two, the next ones."""
    with ExitStack() as stack:
        for _ in range(_ATTEMPTS):
            snapshot = stack.enter_context(open_snapshot(path))
            folder = named_index(snapshot, path)
            if folder is None:
                raise SearchError("the snapshot has no full-text index; run `cuttings publish` (it needs a Python whose SQLite has FTS5)")
            try:
                indexes = {shelf: stack.enter_context(closing(_open(folder, shelf))) for shelf in (ARTICLES, QUOTES)}
            except sqlite3.OperationalError:
                continue
            yield snapshot, indexes
            return
        raise SearchError(f"the full-text index {folder} is gone; run `cuttings publish`")


def _open(folder: Path, shelf: Shelf) -> sqlite3.Connection:
    """Opened at once: what removes the file from now on takes nothing from this connection."""
    file = (folder / f"{shelf.name}.sqlite").absolute()
    return sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a shelf that matched; a lower rank is better."""

    rank: float
    id: int
    article: int
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Match:
    shelf: Shelf
    expression: str
    rows: list[_Row]
    count: int
    is_by_day: bool


def _found(match: _Match, cards: dict[int, tuple[Any, ...]]) -> Found:
    snippets = _snippets(match, cards)
    hits = []
    for row in match.rows:
        name, headline, source, published_on = cards[row.article]
        quote = row.id if match.shelf is QUOTES else None
        hit = Hit(
            match.shelf.name[:-1], name, headline, source, published_on, row.speaker, snippets[row.id], 0.0 - row.rank, row.article, quote
        )
        hits.append(hit)
    return Found(match.shelf.name, hits, match.count, match.is_by_day)


class _Searcher:
    """One snapshot with its index and the filters."""

    def __init__(self, snapshot: duckdb.DuckDBPyConnection, indexes: dict[Shelf, sqlite3.Connection], filters: Filters) -> None:
        self._snapshot, self._indexes, self._filters = snapshot, indexes, filters
        self._outlets = self._find_outlets()

    def match_articles(self, query: Query, limit: int) -> _Match:
        """Articles that hold the words; with a speaker, those that quote the speaker."""
        articles = self._articles_quoting() if self._filters.speaker else None
        return self._match(ARTICLES, query, Scope("headline body", "", *self._where(articles)), limit)

    def match_quotes(self, query: Query, limit: int) -> _Match:
        """Quotes that hold the words, by the speaker asked for."""
        speaker = f" AND {self._speaker()}" if self._filters.speaker else ""
        return self._match(QUOTES, query, Scope("quote", speaker, *self._where(None)), limit)

    def cards(self, articles: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """Name, headline, outlet and day of articles."""
        rows = self._snapshot.execute(_CARDS.format(", ".join(map(str, articles)))).fetchall() if articles else []
        return {row[0]: row[1:] for row in rows}

    def _match(self, shelf: Shelf, query: Query, scope: Scope, limit: int) -> _Match:
        """The best that fit the query in its scope."""
        ranked = rank(self._indexes[shelf], shelf, query, scope, limit)
        shown = f"{{{scope.columns}}} : ({match_expression(query)})"
        return _Match(shelf, shown, [self._row(shelf, *one) for one in ranked.best], ranked.count, ranked.is_by_day)

    def _row(self, shelf: Shelf, entry: int, rank: float) -> _Row:
        query = "select id, article_id, said_by, packed from entries inner join texts using (entry) where entry = ?"
        id_, article, speaker, packed = self._indexes[shelf].execute(query, [entry]).fetchone()
        return _Row(rank, id_, article, speaker, unpacked(packed))

    def _where(self, articles: Sequence[int] | None) -> tuple[str, list[Any]]:
        found: list[tuple[str, Any]] = []
        if self._outlets is not None:
            found.append(("source_id in (select value from json_each(?))", json.dumps(self._outlets)))
        if articles is not None:
            found.append(("article_id in (select value from json_each(?))", json.dumps(list(articles))))
        if self._filters.since:
            found.append(("published_from >= ?", self._filters.since.isoformat()))
        if self._filters.until:
            found.append(("published_to <= ?", self._filters.until.isoformat()))
        return "".join(f" and {condition}" for condition, _ in found), [value for _, value in found]

    def _speaker(self) -> str:
        """An expression for all words of the name; the last name alone is enough."""
        names = re.findall(r"[^\W_]+", self._filters.speaker or "")
        if not names:
            raise SearchError("--speaker needs a name, as in --speaker Okonjo")
        return f"{{speaker}} : ({' AND '.join(quoted(name) for name in names)})"

    def _articles_quoting(self) -> list[int]:
        query = "select distinct article_id from words inner join entries on entry = words.rowid where words match ?"
        return [row[0] for row in self._indexes[QUOTES].execute(query, [self._speaker()])]

    def _find_outlets(self) -> list[int] | None:
        """Ids of the outlets whose name or domain has the words asked for."""
        if self._filters.outlet is None:
            return None
        query = "select source_id from sources where contains(strip_accents(lower(concat_ws(' ', name, domain))), strip_accents(lower(?)))"
        found = [row[0] for row in self._snapshot.execute(query, [self._filters.outlet.strip()]).fetchall()]
        if not found:
            names = [row[0] for row in self._snapshot.execute("select name from sources order by name limit 10").fetchall()]
            raise SearchError(f"no outlet is called {self._filters.outlet}; there are {', '.join(names) or 'none'} (table sources)")
        return found


def _snippets(match: _Match, cards: dict[int, tuple[Any, ...]]) -> dict[int, str]:
    """Where the words stand, by id: the few texts to show are indexed once more, in memory, since the index's words have no text."""
    columns = match.shelf.columns
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(f"create virtual table words using fts5({', '.join(columns)}, {TOKENS})")
        beside = {row.id: _clean(cards[row.article][1] or "") for row in match.rows}
        texts = ((row.id, beside[row.id], _clean(row.text)) for row in match.rows)
        index.executemany(
            f"insert into words (rowid, {columns[1 - match.shelf.shown]}, {columns[match.shelf.shown]}) values (?, ?, ?)", texts
        )
        query = f"select rowid, snippet(words, {match.shelf.shown}, ?, ?, '…', {_SNIPPET_WORDS}) from words where words match ?"
        found = dict(index.execute(query, [START, END, match.expression]).fetchall())
    return {row.id: " ".join(found.get(row.id, "").split()) for row in match.rows}


def _clean(text: str) -> str:
    """Without what would move a terminal's cursor, turn the direction of writing or be taken for a marker."""
    return _CONTROL.sub(" ", text)
