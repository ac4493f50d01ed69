"""The declarative base, the naming convention and the column shapes that every table shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from models.types import Id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; its metadata is the schema. `info={"published": False}` keeps a table out of the snapshot."""

    metadata = MetaData(naming_convention=NAMING)


def identifier(comment: str) -> MappedColumn[Any]:
    """The primary key of a table whose ids are hashed from stable raw values."""
    return mapped_column(Id, primary_key=True, autoincrement=False, comment=comment)


def reference(target: str, comment: str, **options: Any) -> MappedColumn[Any]:
    """A column that points to `table.column`; `primary_key`, `index` and the like pass through."""
    return mapped_column(Id, ForeignKey(target), comment=comment, **options)


def reference_within(target: str, comment: str) -> MappedColumn[Any]:
    """A column that points to another row of its own table; checked at commit, so that rows may come in any order."""
    return mapped_column(Id, ForeignKey(target, deferrable=True, initially="DEFERRED"), index=True, comment=comment)


def of_article() -> MappedColumn[Any]:
    """The article a fact was read from; indexed, because replacing an article deletes by it."""
    return reference("articles.article_id", "The article it was read from.", index=True)


def start_char(of: str) -> MappedColumn[Any]:
    """First character of a span."""
    return mapped_column(Integer, comment=f"Where {of} starts in articles.text: 0-based, in Unicode code points.")


def end_char(of: str) -> MappedColumn[Any]:
    """End of a span."""
    return mapped_column(Integer, comment=f"Where {of} ends in articles.text: the first character after it.")


def span_check() -> CheckConstraint:
    """A span starts at 0 or later and holds at least one character."""
    return CheckConstraint("start_char >= 0 and end_char > start_char", name="span")


def word_check(column: str, words: Sequence[str]) -> CheckConstraint:
    """`column` holds one of `words`, or null where the column may be null."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def period_check(start: str, end: str, name: str) -> CheckConstraint:
    """A period does not end before it starts; an open side is null."""
    return CheckConstraint(f"{start} is null or {end} is null or {start} <= {end}", name=name)
