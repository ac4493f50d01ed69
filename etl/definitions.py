"""What Dagster loads: assets, checks, the job, the schedule and the sensor."""

from __future__ import annotations

from dagster import Definitions, in_process_executor

from etl.assets.automation import landing_files, load_job, nightly
from etl.assets.checks import CHECKS
from etl.assets.loading import landing, tables
from etl.assets.notices import notify_failure, notify_success
from etl.assets.run_log import RunLog
from etl.assets.snapshot import snapshot
from etl.assets.volume import usual_volume

defs = Definitions(
    assets=[landing, tables, snapshot],
    asset_checks=[*CHECKS, usual_volume],
    jobs=[load_job],
    schedules=[nightly],
    sensors=[landing_files, notify_failure, notify_success],
    resources={"watcher": RunLog()},
    executor=in_process_executor,
)
