"""The record store: one writer, one transaction a batch, the same rows for the same articles in any order."""

from __future__ import annotations

from etl.store.batch import Batch
from etl.store.described import Described, Held
from etl.store.errors import LockedError, StoreError
from etl.store.former import Kept, Selection
from etl.store.ledger import KnownDocument, KnownItem, LoadSummary, Quarantined
from etl.store.store import SaveCounts, Store

__all__ = [
    "Batch",
    "Described",
    "Held",
    "Kept",
    "KnownDocument",
    "KnownItem",
    "LoadSummary",
    "LockedError",
    "Quarantined",
    "SaveCounts",
    "Selection",
    "Store",
    "StoreError",
]
