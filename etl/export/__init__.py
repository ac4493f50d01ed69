"""The warehouse as files to take along: tables with their dictionary, schema.org JSON-LD, FollowTheMoney entities."""

from __future__ import annotations

from etl.export.folder import ExportError, ExportReport, export

__all__ = ["ExportError", "ExportReport", "export"]
