"""What starts a load: the job, the night, and a file in the landing folder."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from dagster import (
    AssetSelection,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    ScheduleEvaluationContext,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    define_asset_job,
    in_process_executor,
    schedule,
    sensor,
)

from etl.assets.instance import close_dead_runs
from etl.assets.loading import LOAD_DAYS
from etl.home import Home
from etl.load.request import LoadRequest
from etl.load.watch import Watch, scan

load_job = define_asset_job(
    "load",
    AssetSelection.all(),
    description="Reads what is offered (without configuration: all in landing/) into the tables and publishes the snapshot.",
    executor_def=in_process_executor,
)


def load_day(now: datetime | None = None) -> str:
    """The partition of loads made now: the day in UTC; the first there is when the clock is set before it."""
    first = LOAD_DAYS.get_first_partition_key() or ""
    return max(first, f"{now or datetime.now(UTC):%Y-%m-%d}")


@schedule(job=load_job, cron_schedule="0 2 * * *", execution_timezone="UTC", default_status=DefaultScheduleStatus.RUNNING)
def nightly(context: ScheduleEvaluationContext) -> RunRequest:
    """Every night at two (UTC): all that lies in landing/; what is unchanged costs next to nothing."""
    return RunRequest(partition_key=load_day(context.scheduled_execution_time))


@sensor(job=load_job, minimum_interval_seconds=30, default_status=DefaultSensorStatus.RUNNING)
def landing_files(context: SensorEvaluationContext) -> SensorResult | SkipReason:
    """New and changed files in landing/, once two looks in a row saw them alike: half-written files wait."""
    close_dead_runs(context.instance)  # a command killed meanwhile would hold up the queue
    home = Home.from_env().create()
    files, watch = Watch.decode(context.cursor).look(scan(home.landing))
    if not files:
        return SensorResult(skip_reason=f"nothing new in {home.landing} ({len(watch.moving)} still moving)", cursor=watch.encode())
    described = LoadRequest.of_landing(home)
    request = LoadRequest(files, described.metadata).write(home)
    key = sha256(repr([(file, watch.settled[file]) for file in files]).encode("utf-8", "surrogateescape")).hexdigest()
    config = {"ops": {"landing": {"config": {"request": str(request)}}}}
    return SensorResult([RunRequest(run_key=key, partition_key=load_day(), run_config=config)], cursor=watch.encode())
