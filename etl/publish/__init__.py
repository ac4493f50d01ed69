"""Publication: the record store becomes a DuckDB file that readers open while loads go on."""

from __future__ import annotations

from etl.publish.snapshot import PublishError, PublishReport, publish

__all__ = ["PublishError", "PublishReport", "publish"]
