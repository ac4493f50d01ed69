"""The tables as assets: names, descriptions, columns and lineage, all from the models."""

from __future__ import annotations

from typing import Any

from dagster import AssetSpec, TableColumn, TableColumnConstraints, TableSchema
from sqlalchemy import Column, Table

from models import Base

GROUPS = {
    "ledger": ("loads", "documents"),
    "articles": ("sources", "articles", "zones"),
    "entities": ("entities", "people", "organisations", "places", "entity_names", "mentions"),
    "facts": ("positions", "meetings", "meeting_reports", "meeting_participants", "figures", "quotes", "quote_segments"),
}
TABLES = tuple(name for names in GROUPS.values() for name in names)
"""The contract tables."""


def table_specs() -> list[AssetSpec]:
    """One asset a contract table; it depends on the tables its foreign keys point to, else on `landing`; parents come first."""
    group_of = {name: group for group, names in GROUPS.items() for name in names}
    return [_spec(group_of[table.name], table) for table in Base.metadata.sorted_tables if table.name in group_of]


def _spec(group: str, table: Table) -> AssetSpec:
    parents = {key.column.table.name for key in table.foreign_keys} - {table.name}
    return AssetSpec(
        table.name,
        deps=sorted(parents & set(TABLES)) or ["landing"],
        description=table.comment,
        group_name=group,
        metadata={"dagster/column_schema": TableSchema([_column(column) for column in table.columns])},
        kinds={"table"},
    )


def _column(column: Column[Any]) -> TableColumn:
    constraints = TableColumnConstraints(nullable=bool(column.nullable), unique=bool(column.primary_key))
    return TableColumn(column.name, str(column.type), column.comment, constraints)
