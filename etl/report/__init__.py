"""What the warehouse holds, as one HTML file: growth, coverage, who is quoted, who met whom, figures, quality."""

from __future__ import annotations

from etl.report.holdings import Holdings, Rows, read_holdings
from etl.report.page import render

__all__ = ["Holdings", "Rows", "read_holdings", "render"]
