"""The contract of DESIGN §3: every table and column is there, described, and constrained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint

from etl.publish.columns import duckdb_type, published_tables
from etl.store.batch import FACTS
from etl.store.merge import STATUS_RANK
from models import Base, vocabulary

ROOT = Path(__file__).parent.parent.parent
TABLES = Base.metadata.tables

CONTRACT = {
    "loads": "load_id started_at finished_at status documents_seen documents_loaded documents_unchanged documents_quarantined "
    "dagster_run_id",
    "documents": "document_id uri sha256 media_type byte_size charset received_at load_id status reason_code reason",
    "sources": "source_id name domain country_code",
    "articles": "article_id document_id source_id url headline byline language published_text published_from published_to published_basis "
    "text word_count story_id extractor_version",
    "zones": "article_id kind start_char end_char",
    "entities": "entity_id kind name",
    "people": "person_id name family_name given_name name_order country_code",
    "organisations": "organisation_id name acronym kind country_code parent_id",
    "places": "place_id name kind country_code latitude longitude",
    "entity_names": "entity_id name kind",
    "mentions": "mention_id article_id entity_id entity_kind kind start_char end_char surface",
    "positions": "position_id article_id person_id organisation_id title status country_code start_char end_char",
    "meetings": "meeting_id kind name status place_id date_text date_from date_to date_basis parent_id parent_relation",
    "meeting_reports": "meeting_report_id meeting_id article_id start_char end_char",
    "meeting_participants": "meeting_id entity_id role article_id",
    "figures": "figure_id article_id start_char end_char surface value value_max unit comparator per type measured place_id period_text "
    "period_from period_to attributed_to_id quote_id",
    "quotes": "quote_id article_id kind text start_char end_char speaker_id speaker_text cue act addressee_id",
    "quote_segments": "quote_id segment_no start_char end_char",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_every_contract_column_is_published(table: str) -> None:
    assert TABLES[table] in published_tables()
    assert set(CONTRACT[table].split()) <= set(TABLES[table].columns.keys())


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: str(table.name))
def test_every_table_and_column_is_described(table: object) -> None:
    described = TABLES[str(table)]
    assert described.comment and described.comment.endswith(".")
    for column in described.columns:
        assert column.comment and column.comment.endswith((".", "…")), f"{described.name}.{column.name}"
        assert "  " not in column.comment
    assert not re.search(r"[a-z][.;,][A-Z]|  ", described.comment)


@pytest.mark.parametrize("table", [fact for fact in FACTS if fact != "quote_segments"])
def test_replacing_an_article_finds_its_facts_by_index(table: str) -> None:
    column = TABLES[table].c.article_id
    leading = [next(iter(index.columns)) for index in TABLES[table].indexes] + [next(iter(TABLES[table].primary_key.columns))]
    assert any(column is first for first in leading)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: str(table.name))
def test_every_constraint_has_a_name(table: object) -> None:
    for constraint in TABLES[str(table)].constraints:
        assert constraint.name, f"{table}: {constraint}"


def test_spans_are_constrained_wherever_they_stand() -> None:
    for table in TABLES.values():
        if "start_char" in table.columns:
            checks = [str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)]
            assert any("end_char > start_char" in check for check in checks), table.name


def test_every_column_has_a_decided_type_in_the_snapshot() -> None:
    assert {duckdb_type(c) for t in published_tables() for c in t.columns} <= {
        "BIGINT",
        "INTEGER",
        "VARCHAR",
        "DATE",
        "TIMESTAMP",
        "DOUBLE",
    }


def test_a_meetings_status_has_a_rank() -> None:
    assert sorted(STATUS_RANK) == sorted(vocabulary.MEETING_STATUSES)


def test_guideline_vocabularies_are_in_the_schema() -> None:
    guidelines = (ROOT / "corpus" / "GUIDELINES.md").read_text(encoding="utf-8")
    kinds = re.search(r"`kind` = `(bilateral_meeting [a-z_ ]+)`", guidelines)
    types = re.search(r"`type` = (.*?); `by`", guidelines)
    assert kinds and set(kinds[1].split()) <= set(vocabulary.MEETING_KINDS)
    assert types and set(re.findall(r"`([a-z]+)`", types[1])) == set(vocabulary.FIGURE_TYPES)
