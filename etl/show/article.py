"""One article with everything that was read from it, out of the published snapshot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import duckdb

MOST_LISTED = 20
_CHOICES = "select article_id, article, headline, source, published_on, url, uri from article_cards order by published_on, article"
_CARD = (
    "select article, headline, source, published_on, published_basis, url, uri, extractor_version, text "
    "from article_cards where article_id = ?"
)
_SEGMENTS = (
    "select quote_id, start_char, end_char from quote_segments "
    "where quote_id in (select quote_id from quotes where article_id = ?) order by 1, 2"
)
_FACTS = (
    "select fact, kind, reading, start_char, end_char, fact_id, evidence from article_facts where article_id = ? "
    "order by start_char, end_char desc, fact, fact_id"
)
_TABLES = {"mention": "mentions", "position": "positions", "meeting": "meeting_reports", "figure": "figures", "quote": "quotes"}
_KEYS = {"mention": "mention_id", "position": "position_id", "meeting": "meeting_report_id", "figure": "figure_id", "quote": "quote_id"}
_NAMED = {"entity_id", "person_id", "organisation_id", "place_id", "speaker_id", "addressee_id", "attributed_to_id"}
_LEFT_OUT = {"article_id", "start_char", "end_char", "surface", "text"}


class ChoiceError(Exception):
    """No article, or more than one, is called so; the message lists those it could be."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row read from the article. `spans` are its pieces; `attributes` the columns of its row that hold something, by name."""

    kind: str
    table: str
    id: int
    label: str
    reading: str
    spans: tuple[tuple[int, int], ...]
    attributes: dict[str, str]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text: what kind of it, from where to where."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The article, its text, its zones in order and its facts in order."""

    article_id: int
    article: str
    headline: str | None
    about: dict[str, str]
    url: str | None
    text: str
    zones: list[Zone] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def choose_article(snapshot: duckdb.DuckDBPyConnection, asked: str) -> int:
    """Id of the article that `asked` means: its id, name or address; else how one of these begins, or part of a headline or address.

    Raises ChoiceError when that is none or several.
    """
    rows = snapshot.execute(_CHOICES).fetchall()
    words = _fold(asked)
    if not words:
        raise ChoiceError("say which article: its id, name or address, or part of its headline")
    ways: tuple[Callable[[tuple[Any, ...]], bool], ...] = (
        lambda row: words in {str(row[0]), _fold(row[1]), _fold(row[5]), _fold(row[6])},
        lambda row: _fold(row[2]) == words,
        lambda row: (words.isdigit() and len(words) > 2 and str(row[0]).startswith(words)) or _fold(row[1]).startswith(words),
        lambda row: words in _fold(row[2]) or (len(words) > 3 and (words in _fold(row[5]) or words in _fold(row[6]))),
    )
    for fits in ways:
        found = [row for row in rows if fits(row)]
        if len(found) == 1:
            return int(found[0][0])
        if found:
            raise ChoiceError(_listed(asked, found))
    raise ChoiceError(
        f"no article is called {asked}; `cuttings search` finds articles by their words, the view article_cards lists them all"
    )


def read_page(snapshot: duckdb.DuckDBPyConnection, article_id: int) -> Page:
    """The article with this id, which must exist, and all its facts."""
    article, headline, source, published_on, basis, url, uri, version, text = snapshot.execute(_CARD, [article_id]).fetchall()[0]
    published = f"{published_on} ({basis})" if published_on and basis else published_on
    about = {"outlet": source, "published": published or "date not known", "file": article, "read by extractor": version}
    zones = snapshot.execute(
        "select kind, start_char, end_char from zones where article_id = ? order by start_char", [article_id]
    ).fetchall()
    reader = _FactReader(snapshot, article_id, text)
    return Page(
        article_id,
        article,
        headline,
        {name: str(value) for name, value in about.items() if value},
        url or (uri if str(uri).startswith(("http://", "https://")) else None),
        text,
        [Zone(*zone) for zone in zones],
        reader.read(),
    )


class _FactReader:
    """Reads the facts of one article with names instead of ids."""

    def __init__(self, snapshot: duckdb.DuckDBPyConnection, article_id: int, text: str) -> None:
        self._snapshot, self._article_id, self._text = snapshot, article_id, text

    def read(self) -> list[Fact]:
        """All facts, by where they start, the longer first."""
        rows = {kind: self._rows(f"select * from {_TABLES[kind]} where article_id = ?", key) for kind, key in _KEYS.items()}
        meetings = self._rows(
            "select r.meeting_report_id, m.*, c.meeting, c.participants, c.articles from meeting_reports as r inner join meetings as m "
            "using (meeting_id) inner join meeting_cards as c using (meeting_id) where r.article_id = ?",
            "meeting_report_id",
        )
        segments: dict[int, list[tuple[int, int]]] = {}
        for quote, start, end in self._snapshot.execute(_SEGMENTS, [self._article_id]).fetchall():
            segments.setdefault(quote, []).append((start, end))
        names = self._names([*(row for table in rows.values() for row in table.values()), *meetings.values()])
        facts = []
        for kind, label, reading, start, end, id_, _ in self._snapshot.execute(_FACTS, [self._article_id]).fetchall():
            row = rows[kind][id_] | meetings.get(id_, {})
            spans = tuple(segments.get(id_, ())) if kind == "quote" else ()
            attributes = _attributes(row, _KEYS[kind], names)
            facts.append(Fact(kind, _TABLES[kind], id_, label, reading or "", spans or ((start, end),), attributes, row.get("score")))
        return facts

    def _rows(self, query: str, key: str) -> dict[int, dict[str, Any]]:
        result = self._snapshot.execute(query, [self._article_id])
        columns = [column[0] for column in result.description or ()]
        rows = (dict(zip(columns, row, strict=True)) for row in result.fetchall())
        return {row[key]: row for row in rows}

    def _names(self, rows: list[dict[str, Any]]) -> dict[int, str]:
        """Names of all entities that these rows point to."""
        ids = {row[column] for row in rows for column in _NAMED if row.get(column) is not None}
        query = f"select entity_id, name from entities where entity_id in ({', '.join(map(str, ids))})"
        return dict(self._snapshot.execute(query).fetchall()) if ids else {}


def _attributes(row: dict[str, Any], key: str, names: dict[int, str]) -> dict[str, str]:
    """What the row's columns hold, as text; offsets and the article's own words are left out, for the page shows them."""
    shown = {}
    for column, value in row.items():
        if value is None or column in _LEFT_OUT or column == key or column.endswith(("_start_char", "_end_char")):
            continue
        shown[column] = f"{names[value]} ({value})" if column in _NAMED and value in names else _plain(value)
    return shown


def _plain(value: object) -> str:
    return f"{value:,.12g}" if isinstance(value, float) else str(value)


def _fold(text: str | None) -> str:
    """Lower case without accents, blanks as one."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain).strip().casefold()


def _listed(asked: str, rows: list[tuple[Any, ...]]) -> str:
    lines = [f"  {row[0]}  {row[1]}  {row[4] or ''}  {row[2] or '(no headline)'}" for row in rows[:MOST_LISTED]]
    more = [f"  and {len(rows) - MOST_LISTED:,} more"] if len(rows) > MOST_LISTED else []
    return "\n".join([f"{len(rows):,} articles could be meant by {asked}; give an id:", *lines, *more])
