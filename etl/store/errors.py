"""What can go wrong in the record store, in words for whoever called it."""

from __future__ import annotations


class StoreError(Exception):
    """A batch that must not enter, or a store that cannot be used; nothing was written."""


class LockedError(StoreError):
    """Another process is writing and did not finish in time."""
