"""Blocking checks of the record store: a query each that returns the offending rows; one row and the old snapshot goes on serving.

The checks of the finished snapshot are those of `sql/checks`, which publication runs before it swaps.
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster import AssetCheckResult, AssetChecksDefinition, asset_check
from sqlalchemy import text

from etl.home import Home
from etl.store import Store

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: which asset it is shown at, and the query for rows that break it."""

    name: str
    asset: str
    description: str
    query: str


RULES = (
    Check(
        "counts_add_up",
        "loads",
        "Every document offered was loaded, unchanged or quarantined.",
        "select load_id from loads where documents_seen <> documents_loaded + documents_unchanged + documents_quarantined",
    ),
    Check(
        "loaded_means_an_article",
        "documents",
        "A document has an article exactly when it counts as loaded.",
        "select d.uri from documents d left join articles a on a.document_id = d.document_id"
        " group by d.document_id, d.uri, d.status having (d.status = 'loaded') <> (count(a.article_id) > 0)",
    ),
    Check(
        "quotes_have_pieces",
        "quotes",
        "Every quote has a first piece, at its start.",
        "select q.quote_id from quotes q left join quote_segments s on s.quote_id = q.quote_id and s.segment_no = 1"
        " where s.quote_id is null or s.start_char <> q.start_char",
    ),
)


def make_check(rule: Check) -> AssetChecksDefinition:
    """The rule as a Dagster check that blocks what comes after its asset."""

    @asset_check(name=rule.name, asset=rule.asset, description=rule.description, blocking=True)
    def check() -> AssetCheckResult:
        offending = find_offending(rule, Home.from_env())
        return AssetCheckResult(passed=not offending, metadata={"offending": len(offending), "examples": "\n".join(offending[:_SHOWN])})

    return check


def find_offending(rule: Check, home: Home) -> list[str]:
    """First values of the rows that break a rule."""
    store = Store.open(home.record_url)
    try:
        with store.engine.connect() as connection:
            return [str(row[0]) for row in connection.execute(text(rule.query))]
    finally:
        store.close()


CHECKS = [make_check(rule) for rule in RULES]
