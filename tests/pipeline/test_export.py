"""`cuttings export`: files that say what they are, complete or absent, and no full text where none is wanted."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import duckdb
import pytest

from etl.cli.export import run
from etl.export import ExportError, export
from etl.publish import publish
from models import Base
from tests.pipeline.test_search import SQL, save


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    save(f"sqlite:///{folder / 'record.sqlite'}", range(5))
    publish(f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb", SQL)
    return folder


@pytest.fixture(scope="module")
def snapshot(home: Path) -> Path:
    return home / "cuttings.duckdb"


def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_every_table_and_view_arrives(snapshot: Path, tmp_path: Path, form: str) -> None:
    report = export(snapshot, tmp_path / "out", [form])
    with duckdb.connect(str(snapshot), read_only=True) as db:
        names = {row[0] for row in db.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall()}
        counts = {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in names}
    assert report.rows == counts
    resources = package(tmp_path / "out")["resources"]
    assert {resource["name"] for resource in resources} == names
    for resource in resources:
        path = tmp_path / "out" / resource["path"]
        columns = [row[0] for row in duckdb.sql(f"describe from '{path}'").fetchall()]
        assert columns == [field["name"] for field in resource["schema"]["fields"]]
        assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(resource["rows"],)] == [(counts[resource["name"]],)]
        assert (resource["bytes"], resource["hash"]) == (path.stat().st_size, f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")


def test_the_dictionary_says_what_the_models_say(snapshot: Path, tmp_path: Path) -> None:
    export(snapshot, tmp_path / "out", ["csv", "parquet"])
    resources = {resource["name"]: resource for resource in package(tmp_path / "out")["resources"]}
    assert {name.rsplit(".")[-1] for name in resources} == {"csv", "parquet"}
    for table in Base.metadata.sorted_tables:
        if not table.info.get("published", True):
            continue
        resource = resources[f"{table.name}.csv"]
        assert resource["description"] == table.comment
        assert {f["name"]: f["description"] for f in resource["schema"]["fields"]} == {c.name: c.comment for c in table.columns}
        assert resource["schema"]["primaryKey"] == [column.name for column in table.primary_key]
        for key in resource["schema"].get("foreignKeys", []):
            target = resources[key["reference"]["resource"] or resource["name"]]
            assert set(key["reference"]["fields"]) <= {field["name"] for field in target["schema"]["fields"]}
    assert all(field["description"] for resource in resources.values() for field in resource["schema"]["fields"])


def test_frictionless_agrees(snapshot: Path, tmp_path: Path) -> None:
    """With the library of the format, where it is installed: schema, types, keys and checksums of every row."""
    frictionless = pytest.importorskip("frictionless")
    export(snapshot, tmp_path / "out", ["csv", "jsonld"])
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "title", "message"])


def test_snippets_leave_out_full_texts(snapshot: Path, tmp_path: Path) -> None:
    export(snapshot, tmp_path / "out", ["csv", "parquet", "jsonld"], snippets=True)
    with duckdb.connect(str(snapshot), read_only=True) as db:
        texts = [row[0] for row in db.execute("select text from articles").fetchall()]
    for resource in package(tmp_path / "out")["resources"]:
        fields = {field["name"] for field in resource.get("schema", {}).get("fields", [])}
        assert "text" not in fields or resource["name"].split(".")[0] in {"quotes", "no_comments"}
    for path in (tmp_path / "out").rglob("*.*"):
        if path.suffix in {".csv", ".jsonld"}:
            assert not any(text[:200] in path.read_text(encoding="utf-8") for text in texts)


class TestJsonLd:
    """Nodes as schema.org knows them."""

    @pytest.fixture(scope="class")
    @classmethod
    def nodes(cls, snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
        folder = tmp_path_factory.mktemp("ld") / "out"
        export(snapshot, folder, ["jsonld"])
        document = json.loads((folder / "articles.jsonld").read_text(encoding="utf-8"))
        assert document["@context"] == "https://schema.org"
        return list(document["@graph"])

    def test_kinds_and_references(self, nodes: list[dict[str, Any]]) -> None:
        assert {"NewsArticle", "Quotation", "Event", "Observation", "Person", "Organization", "Place"} == {node["@type"] for node in nodes}
        ids = [node["@id"] for node in nodes]
        assert len(ids) == len(set(ids))
        pointed = {value["@id"] for node in nodes for value in node.values() if isinstance(value, dict) and "@id" in value}
        assert pointed <= set(ids) and pointed

    def test_a_bound_is_no_value(self, nodes: list[dict[str, Any]]) -> None:
        figures = [node for node in nodes if node["@type"] == "Observation"]
        assert figures and all("value" not in node and node["minValue"] > 0 and node["measurementQualifier"] == "gt" for node in figures)

    def test_no_date_is_invented(self, nodes: list[dict[str, Any]], snapshot: Path) -> None:
        with duckdb.connect(str(snapshot), read_only=True) as db:
            dated = db.execute("select count(*) from articles where published_from is not null").fetchone()[0]
        assert sum("datePublished" in node for node in nodes) == dated < 5
        talks = [node for node in nodes if node["@type"] == "Event" and node["additionalType"] == "bilateral_meeting"]
        assert talks and all("startDate" not in node for node in talks)


class FakeEntity:
    """As much of a FollowTheMoney entity as is used."""

    def __init__(self, schema: str) -> None:
        self.id, self.schema, self.properties = "", SimpleNamespace(name=schema), {}

    def add(self, name: str, value: Any, quiet: bool) -> None:
        values = [v for v in (value if isinstance(value, list) else [value]) if v]
        self.properties.setdefault(name, []).extend(values)

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "schema": self.schema.name, "properties": self.properties}


def test_ftm_without_its_library_says_what_to_install(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CUTTINGS_HOME", str(home))
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    assert run(tmp_path / "out", ["ftm"], False, False) == 1
    assert "pip install 'cuttings[ftm]'" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_ftm_entities(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import followthemoney  # noqa: F401
    except ImportError:
        library = ModuleType("followthemoney")
        library.model = SimpleNamespace(make_entity=FakeEntity)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "followthemoney", library)
    report = export(snapshot, tmp_path / "out", ["ftm"])
    entities = [json.loads(line) for line in (tmp_path / "out" / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}
    assert len(by_id) == len(entities) and {"Person", "Article", "Event", "Mention", "Occupancy"} <= set(report.rows)
    for entity in entities:
        for name in ("holder", "post", "document", "resolved", "organization", "involved"):
            assert set(entity["properties"].get(name, [])) <= set(by_id)


class TestFolder:
    """A folder that is whole, or not there, and never another's."""

    def test_a_folder_that_is_there_stays(self, snapshot: Path, tmp_path: Path) -> None:
        export(snapshot, tmp_path / "out", ["csv"])
        before = package(tmp_path / "out")
        with pytest.raises(ExportError, match="--force"):
            export(snapshot, tmp_path / "out", ["parquet"])
        assert package(tmp_path / "out") == before
        export(snapshot, tmp_path / "out", ["parquet"], force=True)
        assert not (tmp_path / "out" / "csv").exists() and list(tmp_path.iterdir()) == [tmp_path / "out"]

    def test_force_never_removes_what_no_export_wrote(self, snapshot: Path, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("dear")
        with pytest.raises(ExportError, match="no earlier export"):
            export(snapshot, tmp_path, ["csv"], force=True)
        assert (tmp_path / "letter.txt").read_text() == "dear"

    def test_a_failure_leaves_nothing(self, snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*given: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("etl.export.folder.write_package", full)
        with pytest.raises(OSError, match="No space"):
            export(snapshot, tmp_path / "out", ["csv"])
        assert list(tmp_path.iterdir()) == []

    def test_an_empty_folder_is_free(self, snapshot: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        assert export(snapshot, tmp_path / "out", ["csv"]).files > 20
