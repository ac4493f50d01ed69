"""The snapshot as an asset: published once every blocking check has passed."""

# No `from __future__ import annotations` here: Dagster reads the annotation of `context` when it decorates.

from datetime import timedelta

from dagster import AssetExecutionContext, FreshnessPolicy, MaterializeResult, MetadataValue, asset

from etl.assets.loading import LOAD_DAYS
from etl.assets.pictures import meetings_picture
from etl.assets.retries import trying_again
from etl.assets.tables import TABLES
from etl.home import SQL, Home
from etl.publish import publish

NIGHTLY = FreshnessPolicy.time_window(warn_window=timedelta(hours=26), fail_window=timedelta(hours=50))
"""A night late, two nights late."""


@asset(deps=list(TABLES), partitions_def=LOAD_DAYS, group_name="serving", kinds={"duckdb"}, freshness_policy=NIGHTLY)
def snapshot(context: AssetExecutionContext) -> MaterializeResult[None]:
    """The DuckDB file that readers open: all tables and the views of sql/, swapped in whole; the old one serves when anything fails."""
    home = Home.from_env()
    with trying_again(context):
        report = publish(home.record_url, home.snapshot, SQL)
    rows = {f"rows_{table}": count for table, count in report.rows.items()}
    return MaterializeResult(
        metadata={
            "path": MetadataValue.path(str(report.target)),
            "bytes": report.byte_size,
            "seconds": round(report.seconds, 2),
            "views": len(report.views),
            "checks_passed": list(report.checks),
            **rows,
            **meetings_picture(report.target),
        }
    )
