"""A stretch of calendar time as far as a text settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From first to last day, both inclusive; None where open or unsettled. `basis` says where it came from.

    `basis` is one of `stated` (the text prints it in full), `relative` (worked out from the publication date: `Monday`), `metadata`
    (page or feed), `sidecar` (--metadata file), `dateline`, `url`.
    """

    start: date | None
    end: date | None
    basis: str

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.start is not None and self.start == self.end
