"""How many articles an outlet brings a day, and whether yesterday and today are like it. It warns and stops nothing: news days differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from dagster import AssetCheckResult, AssetCheckSeverity, asset_check
from sqlalchemy import select

from etl.home import Home
from etl.store import Store
from models import Article, Document, Source

Counts = Mapping[str, Mapping[date, int]]
"""Articles by outlet and day of loading (UTC)."""
WEEKS = 4
_MINIMUM_DAYS = 5
_FACTOR, _MARGIN = 3.0, 5


def bounds(days: Mapping[date, int], day: date) -> tuple[float, float] | None:
    """Fewest and most articles that `day` may bring, from the four weeks before it; None where these have too few days with any.

    A third to three times the usual count (the median of days with articles), at least five off. Example: 30 a day → 10 to 90.
    """
    before = [count for other, count in days.items() if day - timedelta(weeks=WEEKS) <= other < day and count]
    if len(before) < _MINIMUM_DAYS:
        return None
    usual = median(before)
    return max(0.0, min(usual / _FACTOR, usual - _MARGIN)), max(usual * _FACTOR, usual + _MARGIN)


def unusual(counts: Counts, today: date) -> list[str]:
    """A line for each outlet whose yesterday is out of its bounds, or whose today is above them already."""
    found = []
    for outlet, days in sorted(counts.items()):
        for day in (today - timedelta(days=1), today):
            if (allowed := bounds(days, day)) is None:
                continue
            low, high, count = *allowed, days.get(day, 0)
            if count > high or (count < low and day < today and _is_expected(days, day)):
                found.append(f"{outlet}, {day}: {count} articles; usual are {low:.0f} to {high:.0f}")
    return found


def _is_expected(days: Mapping[date, int], day: date) -> bool:
    """Whether the outlet brings anything on such a day of the week: a weekly, or a paper without Sundays, is missed then only."""
    return any(days.get(day - timedelta(weeks=week), 0) for week in range(1, WEEKS + 1))


@asset_check(name="usual_volume", asset="articles", description="Each outlet brings about as many articles a day as before.")
def usual_volume() -> AssetCheckResult:
    """Warns; the snapshot is published all the same."""
    today = datetime.now(UTC).date()
    counts = read_counts(Home.from_env(), today - timedelta(weeks=WEEKS, days=1))
    found = unusual(counts, today)
    shown = {"outlets": str(len(counts)), "unusual": "\n".join(found)}
    return AssetCheckResult(passed=not found, severity=AssetCheckSeverity.WARN, metadata=shown)


def read_counts(home: Home, since: date) -> Counts:
    """What was loaded since that day."""
    query = (
        select(Source.name, Document.received_at)
        .join_from(Article, Source, Article.source_id == Source.source_id)
        .join(Document, Article.document_id == Document.document_id)
        .where(Document.received_at >= datetime.combine(since, time.min, UTC))
    )
    store = Store.open(home.record_url)
    counts: dict[str, dict[date, int]] = {}
    try:
        with store.engine.connect() as connection:
            for outlet, received_at in connection.execute(query):
                days = counts.setdefault(outlet, {})
                days[received_at.date()] = days.get(received_at.date(), 0) + 1
    finally:
        store.close()
    return counts
