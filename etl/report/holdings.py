"""Reads from the snapshot all that the report shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from etl.plot.figures import Series, read_series
from etl.plot.meetings import Network, read_network

MOST_SPEAKERS = 15
MOST_OUTLETS = 14
MOST_SERIES = 4
MOST_PAIRS = 12  # more are a tangle of labels in a page's width
MOST_CANDIDATES = 10
NO_OUTLET = "(outlet not known)"

_TOTALS = """
select
    (select count(*) from articles) as articles,
    (select coalesce(sum(word_count), 0)::bigint from articles) as words,
    (select count(*) from sources where source_id in (select source_id from articles)) as outlets,
    (select count(*) from people) as people,
    (select count(*) from organisations) as organisations,
    (select count(*) from places) as places,
    (select count(*) from positions) as positions,
    (select count(*) from meetings) as meetings,
    (select count(*) from figures) as figures,
    (select count(*) from quotes) as quotes
"""
_GROWTH = """
select documents.received_at::date as day, count(*) as articles, sum(articles.word_count)::bigint as words
from articles inner join documents on articles.document_id = documents.document_id
group by day order by day
"""
# Outlets with few articles are one row, so that the grid stays readable: "9 other outlets".
_COVERAGE = """
with dated as (
    select coalesce(sources.name, ?) as outlet, strftime(articles.published_from, '%Y-%m') as month
    from articles left join sources on articles.source_id = sources.source_id
),

ranked as (
    select outlet, count(*) as articles, row_number() over (order by count(*) desc, outlet) as place from dated group by outlet
),

shown as (
    select
        ranked.outlet, ranked.place <= ? or count(*) over () = ? + 1 as is_shown,
        count(*) filter (where ranked.place > ?) over () as others
    from ranked
)

select
    case when shown.is_shown then shown.outlet else shown.others || ' other outlets' end as outlet_shown,
    coalesce(dated.month, 'no date') as month_shown,
    count(*) as articles
from dated inner join shown on dated.outlet = shown.outlet
group by outlet_shown, month_shown, shown.is_shown
order by shown.is_shown desc, sum(count(*)) over (partition by outlet_shown) desc, outlet_shown, month_shown
"""
_QUOTED = """
select speaker, speaker_kind, direct_quotes, reported_statements, direct_words, article_count
from most_quoted order by total desc, speaker, speaker_id limit ?
"""
_UNRESOLVED = """
select what, unresolved, total, share_of(unresolved, total) as share
from (
    select
        case kind when 'short_name' then 'short names' when 'nominal' then 'nouns' else replace(kind, '_', ' ') || 's' end
        || ' of ' || replace(entity_kind, 'person', 'people') || case entity_kind when 'person' then '' else 's' end as what,
        count(*) filter (where entity_id is null) as unresolved, count(*) as total
    from mentions group by kind, entity_kind
    union all
    select kind || ' quotes: speaker', count(*) filter (where speaker_id is null), count(*) from quotes group by kind
    union all
    select
        'sources of figures', count(*) filter (where attributed_to_id is null), count(*)
    from figures where attributed_to_text is not null or attributed_to_id is not null having count(*) > 0
    union all
    select 'positions: organisation', count(*) filter (where organisation_id is null), count(*) from positions having count(*) > 0
    union all
    select 'meetings: day', count(*) filter (where date_from is null), count(*) from meetings having count(*) > 0
)
order by total desc, what
"""
_QUARANTINE = """
select reason_code, count(*) as documents, mode(reason order by reason) as for_example
from documents where status = 'quarantined' group by reason_code order by documents desc, reason_code
"""
_VERSIONS = "select extractor_version, count(*) as articles from articles group by extractor_version order by articles desc, 1"
_CANDIDATES = (
    "select left_name, right_name, kind, reason, weight from open_candidates order by weight desc, 1, 2, left_id, right_id limit ?"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: names of the columns and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that the report shows. `network` and `series` hold the largest only; `series_count` counts all that make a time line."""

    published_at: datetime
    totals: dict[str, int]
    growth: Rows
    coverage: Rows
    quoted: Rows
    network: Network
    series: tuple[Series, ...]
    series_count: int
    unresolved: Rows
    quarantine: Rows
    versions: Rows
    candidates: Rows
    candidate_count: int


def read_holdings(snapshot: duckdb.DuckDBPyConnection) -> Holdings:
    """What the snapshot holds. Raises duckdb.Error, for a snapshot of a program version without these views, too."""
    totals = _ask(snapshot, _TOTALS)
    series = _dated_series(snapshot)
    return Holdings(
        snapshot.execute("select published_at from publication").fetchall()[0][0],
        dict(zip(totals.columns, totals.rows[0], strict=True)),
        _ask(snapshot, _GROWTH),
        _ask(snapshot, _COVERAGE, NO_OUTLET, MOST_OUTLETS, MOST_OUTLETS, MOST_OUTLETS),
        _ask(snapshot, _QUOTED, MOST_SPEAKERS),
        read_network(snapshot, MOST_PAIRS),
        tuple(series[:MOST_SERIES]),
        len(series),
        _ask(snapshot, _UNRESOLVED),
        _ask(snapshot, _QUARANTINE),
        _ask(snapshot, _VERSIONS),
        _ask(snapshot, _CANDIDATES, MOST_CANDIDATES),
        _count(snapshot, "select count(*) from entity_candidates"),
    )


def _dated_series(snapshot: duckdb.DuckDBPyConnection) -> list[Series]:
    """Series with figures for two days at least, the one with the most days first."""
    days = {one: len({point.on_date for point in one.dated}) for one in read_series(snapshot, "", 2)}
    return sorted((one for one in days if days[one] > 1), key=lambda one: (-days[one], one.name))


def _ask(snapshot: duckdb.DuckDBPyConnection, query: str, *given: object) -> Rows:
    result = snapshot.execute(query, list(given))
    columns = tuple(column[0] for column in result.description or ())
    return Rows(columns, tuple(result.fetchall()))


def _count(snapshot: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(snapshot.execute(query).fetchall()[0][0])
