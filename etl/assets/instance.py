"""The Dagster instance of a warehouse: its settings, and runs whose process died."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import yaml
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter
from dagster._core.instance.ref import InstanceRef
from sqlalchemy import make_url

from etl.home import Home

RUN_TAG = "cuttings/process"
"""On a run that a command executes itself: the file that its process holds locked while it lives."""
HISTORY_VARIABLE = "CUTTINGS_DAGSTER_URL"
"""PostgreSQL address of Dagster's own history, schedules and sensors; without it they lie in SQLite files."""
_POSTGRES = f"""
# Added because {HISTORY_VARIABLE} was set; it must stay set.
storage:
  postgres:
    postgres_url:
      env: {HISTORY_VARIABLE}
"""
_FORMER = frozenset(
    {
        "e61bb994cd17536560dfd4ced2248fdaaa41a0de574641e2e9c1fbaa609d4b66",
        "9d938020660e767dc8fe941079d8b4e99f27b7148b4df314cb65db9476a2e6ea",
        "3a0aba36c6e2d219473b13bd184368b265b62e024908db3ae35aa40405d6b54f",
        "50867dd629c4d76a9fae781dac55c731ba81cfe8330afd2d6f9ca07314d13d19",
    }
)
"""SHA-256 of the settings that earlier versions wrote; nobody has edited them. Whoever changes dagster.yaml adds the one before."""
_QUIET = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}


def prepare_instance(home: Home) -> Path:
    """DAGSTER_HOME of this warehouse, with its settings file written where there is none; also set in the environment.

    Settings of an earlier version that nobody has edited become those of this one.
    """
    home.create()
    settings = home.dagster / "dagster.yaml"
    _write_settings(settings)
    if url := os.environ.get(HISTORY_VARIABLE):
        # Dagster's statements are written for psycopg2; SQLAlchemy would take psycopg, which refuses `NOTIFY run_events, %(id)s`.
        os.environ[HISTORY_VARIABLE] = make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
        if not _has_storage(home.dagster):
            with settings.open("a", encoding="utf-8") as file:
                file.write(_POSTGRES)
    os.environ.update(DAGSTER_HOME=str(home.dagster), DAGSTER_DISABLE_TELEMETRY="yes", CUTTINGS_HOME=str(home.root))
    return home.dagster


def _write_settings(settings: Path) -> None:
    """Write them where there are none, or where nobody has edited those of an earlier version."""
    ours = files("etl.assets").joinpath("dagster.yaml").read_text(encoding="utf-8")
    held = settings.read_text(encoding="utf-8") if settings.exists() else None
    if held is None:
        settings.write_text(ours, encoding="utf-8")
    elif hashlib.sha256(held.removesuffix(_POSTGRES).encode()).hexdigest() in _FORMER:
        settings.write_text(ours + (_POSTGRES if held.endswith(_POSTGRES) else ""), encoding="utf-8")


def _has_storage(folder: Path) -> bool:
    """Whether the settings say where the history lies."""
    settings = yaml.safe_load((folder / "dagster.yaml").read_text(encoding="utf-8")) or {}
    return bool({"storage", "event_log_storage"} & set(settings))


@contextmanager
def open_instance(home: Home) -> Iterator[DagsterInstance]:
    """The instance for a run in this process: output stays on the terminal, dead runs of earlier commands are closed first."""
    folder = prepare_instance(home)
    overrides: dict[str, object] = {"compute_logs": _QUIET}
    if not _has_storage(folder):
        history = {"module": "etl.assets.history", "class": "OpenEventLog", "config": {"base_dir": str(folder / "history" / "runs")}}
        overrides["event_log_storage"] = history
    ref = InstanceRef.from_dir(str(folder), overrides=overrides)
    with DagsterInstance.from_ref(ref) as instance:
        close_dead_runs(instance)
        yield instance


def close_dead_runs(instance: DagsterInstance) -> int:
    """Mark runs whose command was killed as failed, so that they hold up no queue; returns how many."""
    closed = 0
    for run in instance.get_runs(RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.NOT_STARTED])):
        if RUN_TAG in run.tags and not _is_alive(Path(run.tags[RUN_TAG])):
            instance.report_run_failed(run, "the command that executed this run was killed; load again, what was saved stays")
            Path(run.tags[RUN_TAG]).unlink(missing_ok=True)
            closed += 1
    return closed


@contextmanager
def sign_of_life(path: Path) -> Iterator[Path]:
    """Hold a lock on `path` as long as this process executes its run; the operating system lets go of it when the process dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield path
    path.unlink(missing_ok=True)


def _is_alive(path: Path) -> bool:
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
