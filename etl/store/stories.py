"""Which articles are one story: copies share a `story_id`, the smallest article id among them.

An article is compared with those it shares a band with and with no other, so its cost does not grow with what is stored. A story is the
set that copies, and copies of copies, make; so no order of loading matters, and when an article goes, what it held together is told anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, select, update

from etl.store.batch import TABLES
from etl.store.bulk import chunks, select_where
from etl.text.fingerprint import SAME_STORY, Groups, likeness

_ARTICLES, _BANDS, _SIGNATURES = TABLES["articles"], TABLES["story_bands"], TABLES["story_signatures"]
_FIRST, _AT_ONCE = 4, 50
"""Candidates of each story whose minima are asked for together, and of one story after that: the first settles it nearly always."""


def stories_of(connection: Connection, articles: Sequence[int]) -> set[int]:
    """The stories these articles are in; asked before they are deleted, for `tell_stories`."""
    query = select(_ARTICLES.c.story_id).where(_ARTICLES.c.story_id.is_not(None))
    return {row.story_id for row in select_where(connection, query, _ARTICLES.c.article_id, articles)}


def tell_stories(connection: Connection, broken: Iterable[int], new: Sequence[int]) -> None:
    """Give the `new` articles their stories, and those articles too that are left in the `broken` ones, which lost an article."""
    left = [row.article_id for row in select_where(connection, select(_ARTICLES.c.article_id), _ARTICLES.c.story_id, sorted(broken))]
    told = sorted({*left, *new})
    search = _Search(connection, told)
    for article in told:
        search.place(article)
    _write(connection, search)


class _Search:
    """Finds copies. The articles in `told` start as stories of their own; those outside stand for their story with its id."""

    def __init__(self, connection: Connection, told: Sequence[int]) -> None:
        self._connection = connection
        self._minima = dict(_minima(connection, told))
        self.told = [article for article in told if article in self._minima]
        self.groups = Groups(self.told)
        self._near = self._neighbours()

    def place(self, article: int) -> None:
        """Join the article's story with every story that holds a copy of it."""
        near = self._near.get(article, {})
        self._fetch([other for candidates in near.values() for other in candidates[:_FIRST]])
        for story, candidates in near.items():
            if self.groups.root(story) != self.groups.root(article) and self._is_copy(article, candidates):
                self.groups.join(story, article)

    def _neighbours(self) -> dict[int, dict[int, list[int]]]:
        """For each told article the articles that share a band with it, by the story they are in."""
        own = defaultdict(set)
        for row in select_where(self._connection, select(_BANDS.c.band, _BANDS.c.article_id), _BANDS.c.article_id, self.told):
            own[row.band].add(row.article_id)
        told = set(self.told)
        found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        query = select(_BANDS.c.band, _BANDS.c.article_id, _ARTICLES.c.story_id).join_from(_BANDS, _ARTICLES)
        for row in select_where(self._connection, query, _BANDS.c.band, sorted(own)):
            story = row.article_id if row.article_id in told else row.story_id
            for article in own[row.band] - {row.article_id}:
                found[article][story].append(row.article_id)
        return found

    def _fetch(self, articles: Sequence[int]) -> None:
        """Have the minima of these articles at hand."""
        self._minima.update(_minima(self._connection, [other for other in dict.fromkeys(articles) if other not in self._minima]))

    def _is_copy(self, article: int, candidates: Sequence[int]) -> bool:
        """Whether the article is like one of the candidates."""
        distinct = list(dict.fromkeys(candidates))
        for at in range(0, len(distinct), _AT_ONCE):
            part = distinct[at : at + _AT_ONCE]
            self._fetch(part)
            if any(likeness(self._minima[article], self._minima[other]) >= SAME_STORY for other in part):
                return True
        return False


def _minima(connection: Connection, articles: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Encoded minima of the articles that have a signature."""
    query = select(_SIGNATURES.c.article_id, _SIGNATURES.c.minima)
    return ((row.article_id, row.minima) for row in select_where(connection, query, _SIGNATURES.c.article_id, articles))


def _write(connection: Connection, search: _Search) -> None:
    """Set the story of every told article, and rename stories that became part of another."""
    told = [{"article": article, "story": search.groups.root(article)} for article in search.told]
    if told:
        statement = update(_ARTICLES).where(_ARTICLES.c.article_id == bindparam("article")).values(story_id=bindparam("story"))
        connection.execute(statement, told)
    renamed: dict[int, list[int]] = defaultdict(list)
    for story in search.groups.members():
        if search.groups.root(story) != story:
            renamed[search.groups.root(story)].append(story)
    for name, stories in renamed.items():
        for part in chunks(stories):
            connection.execute(update(_ARTICLES).where(_ARTICLES.c.story_id.in_(part)).values(story_id=name))
