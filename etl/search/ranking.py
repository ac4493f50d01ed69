"""Which rows of a shelf match a query, how many, and which come first.

bm25 first counts every word of the query in the whole index, and then looks at each place of each word in each row that it ranks. So
words that stand nearly everywhere cost most, and say least. They must match, but nothing is ranked by them: `the minister` is ranked by
`minister` alone, and `the` not at all; the latest come first then, and before them those that have the words in their headline.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.search.index import SAMPLED, Shelf
from etl.search.words import Query, Term, exactly, excludes, match_expression, telling, terms

MOST_RANKED = 10_000
"""Of more matches only so many are ranked, so that a word that stands everywhere takes no longer than another: those that stand last in the
index, which are the latest, and of articles half as many that have it in the headline, wherever they stand."""
MOST_COUNTED = 100_000
"""Matches are counted up to here: counting is cheap, but a warehouse may hold millions of quotes."""
COMMON = 0.2
"""Nothing is ranked by a word that stands in a larger share of the rows, in an index of more rows than are ranked; bm25 itself gives no
weight to one in more than half."""
_IN_HEADLINE = -1.0
"""Rank of what is not ranked, but has the words in its headline; that of all the others is 0, and bm25 gives less than 0."""
_BEST = """
select entry, ranked.rank, published_from, id, (select count(*) from ranked) from ranked inner join entries using (entry)
where ranked.rank <= coalesce((select rank from ranked order by rank limit 1 offset ?), 0)
order by ranked.rank, published_from desc, id limit ?
"""
"""Only those that can be among the best are looked up for their days."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Entries with their ranks, the best (least) first; how many match; whether all of their words are too common to be ranked by."""

    best: list[tuple[int, float]]
    count: int
    is_by_day: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the words are looked for: `columns` of the words, `also` a further FTS5 expression, `where` conditions on `entries`."""

    columns: str
    also: str = ""
    where: str = ""
    parameters: Sequence[Any] = ()

    def expression(self, query: Query) -> str:
        """The query within the scope's columns."""
        return f"{{{self.columns}}} : ({match_expression(query)}){self.also}"

    def rows(self, table: str = "words") -> str:
        """Of what matches one expression in `table` the rows that still are in the index and fit the conditions."""
        if self.where:
            return f"from {table} inner join entries on entry = {table}.rowid where {table} match ?{self.where}"
        return f"from {table} where {table} match ? and +{table}.rowid not in (select entry from gone)"


def rank(index: sqlite3.Connection, shelf: Shelf, query: Query, scope: Scope, limit: int) -> Ranked:
    """The best `limit` rows of the index of `shelf` for a query. Raises sqlite3.Error."""
    ranking = _Ranking(index, shelf, scope, limit)
    return ranking.of(ranking.narrowed(query))


class _Ranking:
    def __init__(self, index: sqlite3.Connection, shelf: Shelf, scope: Scope, limit: int) -> None:
        self._index, self._shelf, self._scope, self._limit = index, shelf, scope, limit
        self._size: int = index.execute("select coalesce(max(entry), 0) from entries").fetchone()[0]

    def narrowed(self, query: Query) -> Query:
        """Of `the*` only `the`, where that alone is found more often than is counted: to gather all words that begin so takes longest."""
        words = exactly(query)
        return words if self._is_large and words != query and self._count(words) > MOST_COUNTED else query

    def of(self, query: Query) -> Ranked:
        common = {term for term in terms(query) if self._is_large and self._is_common(term)}
        rare = [term for term in terms(query) if term not in common]
        if not rare:
            return Ranked(self._order(self._by_day(query)), self._count(query), is_by_day=True)
        asked = telling(query, common)
        by = self._scope.expression(asked) if not common else f"{{{self._scope.columns}}} : ({' OR '.join(map(match_expression, rare))})"
        rows, count = self._latest(asked, by)
        if count > MOST_RANKED or asked != query:
            count = self._count(query)
        if count > MOST_RANKED and self._shelf.has_headlines:
            rows += self._headlined(asked, by)
        if len(rows) < self._limit and asked != query:
            rows += self._last(query)
        return Ranked(self._order(rows), count)

    @property
    def _is_large(self) -> bool:
        return self._size > MOST_RANKED

    def _is_common(self, term: Term) -> bool:
        query = "select count(*) from sample where sample match ?"
        (found,) = self._index.execute(query, [f"{{{self._scope.columns}}} : {match_expression(term)}"]).fetchone()
        return bool(found > COMMON * (self._size // SAMPLED))

    def _count(self, query: Query) -> int:
        counted = f"select count(*) from (select 1 {self._scope.rows()} limit ?)"
        given = [self._scope.expression(query), *self._scope.parameters, MOST_COUNTED + 1]
        return int(self._index.execute(counted, given).fetchone()[0])

    def _latest(self, query: Query, by: str) -> tuple[list[Any], int]:
        """The best of the last that match, and how many there are, up to MOST_RANKED + 1.

        SQLite takes the best itself: rows that Python fetched one by one would cost as much as their ranks.
        """
        expression = self._scope.expression(query)
        last, given = f"{self._scope.rows()} order by words.rowid desc limit ?", [expression, *self._scope.parameters, MOST_RANKED + 1]
        if by != expression:
            return self._ranked(f"select words.rowid as entry {last}", given, by)
        return self._best(f"with ranked as materialized (select words.rowid as entry, words.rank as rank {last})", given)

    def _headlined(self, query: Query, by: str) -> list[Any]:
        """The best of the last that have the words in the headline."""
        pool, given = self._in_headlines(query, MOST_RANKED // 2)
        return self._ranked(pool, given, by)[0]

    def _in_headlines(self, query: Query, most: int) -> tuple[str, list[Any]]:
        rows, given = self._scope.rows("headlines"), [f"{{headline}} : ({match_expression(query)})", *self._scope.parameters]
        if excludes(query):  # what must not stand in an article must not stand in its body, either
            rows += " and +headlines.rowid in (select rowid from words where words match ?)"
            given.append(self._scope.expression(query))
        return f"select headlines.rowid as entry {rows} order by headlines.rowid desc limit ?", [*given, most]

    def _ranked(self, pool: str, given: Sequence[Any], by: str) -> tuple[list[Any], int]:
        """The best of a pool by the expression `by`. The `+` keeps SQLite from asking for each of them anew."""
        ranked = """select words.rowid as entry, words.rank as rank from words
        where words match ? and words.rowid >= (select min(entry) from pool) and +words.rowid in (select entry from pool)"""
        return self._best(f"with pool as materialized ({pool}), ranked as materialized ({ranked})", [*given, by])

    def _best(self, ranked: str, given: Sequence[Any]) -> tuple[list[Any], int]:
        rows = self._index.execute(ranked + _BEST, [*given, self._limit - 1, self._limit]).fetchall()
        return [row[:4] for row in rows], rows[0][4] if rows else 0

    def _by_day(self, query: Query) -> list[Any]:
        """The latest with the words in the headline, and the latest."""
        rows = self._dated(*self._in_headlines(query, self._limit), _IN_HEADLINE) if self._shelf.has_headlines else []
        return rows + self._last(query)

    def _last(self, query: Query) -> list[Any]:
        pool = f"select words.rowid as entry {self._scope.rows()} order by words.rowid desc limit ?"
        return self._dated(pool, [self._scope.expression(query), *self._scope.parameters, self._limit], 0.0)

    def _dated(self, pool: str, given: Sequence[Any], rank: float) -> list[Any]:
        query = f"with pool as materialized ({pool}) select entry, ?, published_from, id from pool inner join entries using (entry)"
        return self._index.execute(query, [*given, rank]).fetchall()

    def _order(self, rows: Sequence[Any]) -> list[tuple[int, float]]:
        """The best first; of equals the latest, and then the same in every index of the same articles."""
        ranks: dict[int, tuple[float, int, int]] = {}
        for entry, rank_, day, id_ in rows:
            found = rank_, -date.fromisoformat(day).toordinal() if day else 0, id_
            ranks[entry] = min(found, ranks.get(entry, found))
        return [(entry, ranks[entry][0]) for entry in sorted(ranks, key=ranks.__getitem__)[: self._limit]]
