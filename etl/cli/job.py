"""Executes the load job in this process, so that a command sees its progress and Dagster its history."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from dagster import DagsterInstance

from etl.assets.automation import load_day, load_job
from etl.assets.instance import RUN_TAG, open_instance, sign_of_life
from etl.definitions import defs
from etl.home import Home
from etl.load.loader import LoadReport, Watcher
from etl.load.request import LoadRequest


class LoadError(Exception):
    """The job failed; `report` is there when everything was saved and only the publication failed."""

    def __init__(self, message: str, report: LoadReport | None) -> None:
        super().__init__(message)
        self.report = report


def run_load(home: Home, request: LoadRequest, watcher: Watcher) -> LoadReport:
    """Load and publish; raises LoadError."""
    _log_to_file(home)
    with open_instance(home) as instance:
        path = request.write(home)
        with sign_of_life(path.with_suffix(".lock")) as lock:
            return _execute(instance, path, lock, watcher)


def _execute(instance: DagsterInstance, request: Path, lock: Path, watcher: Watcher) -> LoadReport:
    config = {"ops": {"landing": {"config": {"request": str(request)}}}, "loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    try:
        defs.resolve_job_def(load_job.name).execute_in_process(
            run_config=config,
            instance=instance,
            partition_key=load_day(),
            tags={RUN_TAG: str(lock), "dagster/from_ui": "false"},
            resources={"watcher": watcher},
        )
    except Exception as error:
        raise LoadError(_first_cause(error), watcher.report) from error
    if watcher.report is None:
        raise LoadError("the job ended without a report", None)
    return watcher.report


def _first_cause(error: BaseException) -> str:
    """What went wrong first, without the orchestrator's wrapping."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{error}" or type(error).__name__


def _log_to_file(home: Home) -> None:
    """Dagster's own log goes beside its history, not to the terminal."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    logger = logging.getLogger("dagster")
    logger.handlers = [RotatingFileHandler(home.dagster / "commands.log", maxBytes=5_000_000, backupCount=3, encoding="utf-8")]
    logger.propagate = False
