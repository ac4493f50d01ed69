"""What scheduled runs try again, and when: a database that is being restarted, a full disk that someone clears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import AssetExecutionContext, RetryRequested
from sqlalchemy.exc import OperationalError

from etl.assets.instance import RUN_TAG
from etl.publish.record import RecordError
from etl.store import LockedError

TRIES = 4
"""Further ones: after half a minute, 2, 8 and 32 minutes; then the run has failed, and the next night begins anew."""
_FIRST_SECONDS = 30
_PASSING = (OSError, OperationalError, LockedError, RecordError)


@contextmanager
def trying_again(context: AssetExecutionContext) -> Iterator[None]:
    """Asks Dagster for another try of the step after what may pass. A command fails at once: someone sits before it."""
    try:
        yield
    except Exception as error:
        if RUN_TAG in context.run.tags or not _may_pass(error):
            raise
        raise RetryRequested(TRIES, _FIRST_SECONDS * 4**context.retry_number) from error


def _may_pass(error: BaseException) -> bool:
    """Whether it, or what caused it, is something that goes by. Example: PublishError from RecordError, the server being away."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _PASSING):
            return True
        cause = cause.__cause__
    return False
