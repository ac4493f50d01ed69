"""The hook for notifications: CUTTINGS_NOTIFY names a command or a web address that is handed JSON when a run failed or succeeded."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from typing import Any

import requests
from dagster import (
    DagsterRunStatus,
    DefaultSensorStatus,
    RunFailureSensorContext,
    RunStatusSensorContext,
    SkipReason,
    run_failure_sensor,
    run_status_sensor,
)

VARIABLE = "CUTTINGS_NOTIFY"
_SECONDS = 30
_LONGEST = 2000


class NotifyError(RuntimeError):
    """The hook failed; shown at the sensor's tick. The run it would have told of is not touched."""


@run_failure_sensor(default_status=DefaultSensorStatus.RUNNING)
def notify_failure(context: RunFailureSensorContext) -> SkipReason | None:
    """Tells of a failed run: which step, why, and what to do."""
    steps = {event.step_key or "": _first_cause(event.step_failure_data.error) for event in context.get_step_failure_events()}
    said = "; ".join(f"{step}: {why}" for step, why in steps.items()) or context.failure_event.message or ""
    todo = "the old snapshot serves; mend the cause and run `cuttings load` or wait for the next run: what was saved stays"
    return notify(notice(context, error=said[:_LONGEST], todo=todo))


@run_status_sensor(run_status=DagsterRunStatus.SUCCESS, default_status=DefaultSensorStatus.RUNNING)
def notify_success(context: RunStatusSensorContext) -> SkipReason | None:
    """Tells of a run that ended well."""
    return notify(notice(context))


def notice(context: RunStatusSensorContext, **more: str) -> dict[str, Any]:
    """What is told of a run."""
    run = context.dagster_run
    return {
        "event": "run",
        "run_id": run.run_id,
        "job": run.job_name,
        "status": run.status.value,
        "load_day": run.tags.get("dagster/partition"),
        **more,
    }


def notify(told: dict[str, Any]) -> SkipReason | None:
    """Post the JSON to the address, or start the command with it on standard input (no shell); raises NotifyError."""
    hook = os.environ.get(VARIABLE)
    if not hook:
        return SkipReason(f"{VARIABLE} is not set")
    body = json.dumps(told).encode()
    try:
        if hook.startswith(("http://", "https://")):
            requests.post(hook, body, headers={"Content-Type": "application/json"}, timeout=_SECONDS).raise_for_status()
        else:
            subprocess.run(shlex.split(hook), input=body, check=True, capture_output=True, timeout=_SECONDS)
    except requests.RequestException as error:  # its words hold the address, and that often holds a token
        raise NotifyError(f"the address in {VARIABLE} could not be told: {type(error).__name__}") from None
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise NotifyError(f"the command in {VARIABLE} failed: {type(error).__name__}") from None
    return None


def _first_cause(error: Any) -> str:
    """The message of what went wrong first."""
    while error is not None and error.cause is not None:
        error = error.cause
    return str(error.message).strip() if error is not None else ""
