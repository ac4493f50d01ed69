"""Full-text search over articles and quotes: an index published with the snapshot, and the queries on it."""

from __future__ import annotations

from etl.search.find import END, START, Filters, Found, Hit, SearchError, search
from etl.search.ranking import MOST_COUNTED, MOST_RANKED
from etl.search.words import QueryError

__all__ = ["END", "MOST_COUNTED", "MOST_RANKED", "START", "Filters", "Found", "Hit", "QueryError", "SearchError", "search"]
