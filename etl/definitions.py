"""What Dagster loads: assets, checks, the job, the schedule and the sensor."""

from __future__ import annotations

from dagster import Definitions, in_process_executor

from etl.assets.automation import landing_files, load_job, nightly
from etl.assets.checks import CHECKS
from etl.assets.loading import landing, tables
from etl.assets.run_log import RunLog
from etl.assets.snapshot import snapshot

defs = Definitions(
    assets=[landing, tables, snapshot],
    asset_checks=CHECKS,
    jobs=[load_job],
    schedules=[nightly],
    sensors=[landing_files],
    resources={"watcher": RunLog()},
    executor=in_process_executor,
)
