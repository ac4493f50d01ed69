"""The data dictionary of an export as a frictionless `datapackage.json`: what each file, table and column is, and how tables join."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from etl.export.tables import ExportedTable, Field
from models import Base

PACKAGE = "datapackage.json"
_TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean"}
_NUMBERS = ("HUGEINT", "UBIGINT", "SMALLINT", "TINYINT", "UINTEGER")
_MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
_OTHERS = {
    "articles.jsonld": ("application/ld+json", "Articles, quotes, events and figures as schema.org JSON-LD."),
    "entities.ftm.json": ("application/x-ndjson", "FollowTheMoney entities, one a line."),
}


def write_package(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Sequence[ExportedTable], forms: Sequence[str], rows: Mapping[str, int]
) -> None:
    """Write the dictionary of everything that lies in `folder`."""
    published = (connection.execute("select published_at from publication").fetchone() or (None,))[0]
    resources = [_resource(folder, table, form, forms, rows.get(table.name, 0)) for form in forms for table in tables]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "cuttings",
        "title": "cuttings: facts read from newspaper articles",
        "description": (
            "Offsets (start_char, end_char) count Unicode code points in articles.text, from 0, the end excluded. Ids are hashed from "
            "stable values. A date, speaker or place that the text does not settle is null."
        ),
        **({"created": f"{published:%Y-%m-%dT%H:%M:%SZ}"} if published else {}),
        "resources": resources + [_other(folder / name, *about) for name, about in _OTHERS.items() if (folder / name).is_file()],
    }
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(folder: Path, table: ExportedTable, form: str, forms: Sequence[str], rows: int) -> dict[str, Any]:
    path = folder / form / f"{table.name}.{form}"
    suffix = f".{form}" if len(forms) > 1 else ""
    return {
        "name": table.name + suffix,
        "type": "table",
        "path": f"{form}/{path.name}",
        "title": ("view " if table.is_view else "table ") + table.name,
        "description": table.comment,
        "format": form,
        "mediatype": _MEDIA[form],
        **({"encoding": "utf-8"} if form == "csv" else {}),
        **_seal(path),
        "rows": rows,
        "schema": _schema(table, suffix),
    }


def _other(path: Path, media: str, words: str) -> dict[str, Any]:
    return {"name": path.name, "path": path.name, "description": words, "mediatype": media, "encoding": "utf-8", **_seal(path)}


def _seal(path: Path) -> dict[str, Any]:
    """Size and checksum."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest.hexdigest()}"}


def _schema(table: ExportedTable, suffix: str) -> dict[str, Any]:
    """Fields, and of tables the keys, which the record store enforces."""
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    model = Base.metadata.tables.get(table.name)
    if model is None or table.is_view:
        return schema
    exported = {field.name for field in table.fields}
    schema["primaryKey"] = [column.name for column in model.primary_key]
    keys = []
    for column in model.columns:
        for key in column.foreign_keys:
            target = key.column.table.name
            if column.name in exported and Base.metadata.tables[target].info.get("published", True):
                reference = {"resource": "" if target == table.name else target + suffix, "fields": [key.column.name]}
                keys.append({"fields": [column.name], "reference": reference})
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(field: Field) -> dict[str, Any]:
    constraints = {} if field.is_nullable else {"constraints": {"required": True}}
    return {"name": field.name, "type": _type(field.type), "description": field.comment, **constraints}


def _type(kind: str) -> str:
    """Frictionless type of a DuckDB type."""
    if kind.startswith("TIMESTAMP"):
        return "datetime"
    if kind in _NUMBERS:
        return "integer"
    return _TYPES.get(kind, "number" if kind.startswith("DECIMAL") else "any")
