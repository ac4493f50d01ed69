"""Deterministic 63-bit ids from stable raw values: no sequences, no clocks, the same everywhere."""

from __future__ import annotations

from hashlib import blake2b

_SEPARATOR = "\x1f"


def stable_id(*parts: str | int) -> int:
    """A positive 63-bit integer hashed from `parts` (order matters).

    Example: `stable_id("quote", article_id, 120, 180)` is the same number on every machine and in every load.
    """
    raw = _SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big") >> 1
