"""Dagster's view: what it loads, what starts a run, and what keeps a bad load from being published."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from dagster import AssetKey, DagsterRunStatus, SkipReason, build_schedule_context, build_sensor_context

from etl.assets import checks
from etl.assets.automation import landing_files, load_day, nightly
from etl.assets.instance import RUN_TAG, close_dead_runs, open_instance, prepare_instance, sign_of_life
from etl.assets.loading import LOAD_DAYS
from etl.assets.tables import TABLES
from etl.cli.job import LoadError, run_load
from etl.definitions import defs
from etl.home import Home
from etl.load.landing import Landing
from etl.load.request import LoadRequest
from tests.pipeline.conftest import STORIES, write_stories

ROOT = Path(__file__).parent.parent.parent
CONTRACT = {
    "loads",
    "documents",
    "sources",
    "articles",
    "zones",
    "entities",
    "people",
    "organisations",
    "places",
    "entity_names",
    "mentions",
    "positions",
    "meetings",
    "meeting_reports",
    "meeting_participants",
    "figures",
    "quotes",
    "quote_segments",
}


class Silent:
    """Follows a load without a word."""

    def __init__(self):
        self.report = None

    def step(self, step):
        pass

    def wait(self):
        pass

    def finish(self, report):
        self.report = report


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTTINGS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
    monkeypatch.delenv("CUTTINGS_DATABASE_URL", raising=False)
    return Home.from_env().create()


def test_one_asset_a_table_and_the_two_ends():
    keys = {key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys()}
    assert keys == {*CONTRACT, "landing", "snapshot"}
    assert set(TABLES) == CONTRACT


def test_tables_show_their_columns_and_words():
    graph = defs.resolve_asset_graph()
    for table in TABLES:
        node = graph.get(AssetKey(table))
        columns = node.metadata["dagster/column_schema"].columns
        assert node.description
        assert [c.name for c in columns if not c.description] == []


def test_partitions_are_days_and_today_is_one():
    keys = LOAD_DAYS.get_partition_keys()
    assert keys[0] == "2026-01-01"
    assert keys[-1] == f"{datetime.now(UTC):%Y-%m-%d}"


def test_a_clock_set_back_still_has_a_day():
    assert load_day(datetime(2001, 2, 3, tzinfo=UTC)) == "2026-01-01"


def test_one_write_slot():
    settings = yaml.safe_load((ROOT / "etl" / "assets" / "dagster.yaml").read_text())
    assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_checks_block():
    graph = defs.resolve_asset_graph()
    keys = list(graph.asset_check_keys)
    assert {key.name for key in keys} >= {rule.name for rule in checks.RULES}
    assert all(graph.get(key).blocking for key in keys)


def test_the_night_loads_todays_partition(home):
    with open_instance(home) as instance:
        context = build_schedule_context(instance=instance, scheduled_execution_time=datetime(2026, 11, 22, 2, tzinfo=UTC))
        assert nightly(context).partition_key == "2026-11-22"


class TestSensor:
    def look(self, instance, cursor):
        result = landing_files(build_sensor_context(instance=instance, cursor=cursor))
        return result.run_requests or [], result.cursor

    def test_settled_files_start_one_run_and_no_second(self, home):
        with open_instance(home) as instance:
            write_stories(home.landing)
            first, cursor = self.look(instance, None)
            second, cursor = self.look(instance, cursor)
            third, cursor = self.look(instance, cursor)
        assert (len(first), len(second), len(third)) == (0, 1, 0)
        request = LoadRequest.read(Path(second[0].run_config["ops"]["landing"]["config"]["request"]))
        assert {Path(p).name for p in request.paths} == set(STORIES)
        assert request.metadata == str(home.landing / "metadata.csv")

    def test_a_growing_file_waits(self, home):
        file = home.landing / "a.txt"
        with open_instance(home) as instance:
            cursor = None
            for size in (1, 2, 3):
                file.write_text("x" * size)
                requests, cursor = self.look(instance, cursor)
                assert requests == []
            assert len(self.look(instance, cursor)[0]) == 1

    def test_a_changed_file_is_another_run(self, home):
        file = home.landing / "a.txt"
        keys = set()
        with open_instance(home) as instance:
            cursor = None
            for words in ("one", "two two"):
                file.write_text(words)
                _, cursor = self.look(instance, cursor)
                (request,), cursor = self.look(instance, cursor)
                keys.add(request.run_key)
        assert len(keys) == 2

    def test_a_killed_command_holds_up_no_queue(self, home):
        with open_instance(home) as instance:
            job = defs.resolve_job_def("load")
            run = instance.create_run_for_job(job, tags={RUN_TAG: str(home.requests / "gone.lock")}, status=DagsterRunStatus.STARTED)
            self.look(instance, None)
            assert instance.get_run_by_id(run.run_id).status == DagsterRunStatus.FAILURE

    def test_an_empty_folder_says_so(self, home):
        with open_instance(home) as instance:
            result = landing_files(build_sensor_context(instance=instance))
        assert isinstance(result.skip_reason, SkipReason)
        assert "nothing new" in (result.skip_reason.skip_message or "")


class TestRun:
    def test_history_and_row_counts(self, home, tmp_path):
        texts = write_stories(tmp_path / "texts")
        report = run_load(home, LoadRequest((str(texts),), str(texts / "metadata.csv")), Silent())
        assert (report.loaded, len(report.quarantined)) == (2, 0)
        with open_instance(home) as instance:
            (run,) = instance.get_runs()
            event = instance.get_latest_materialization_event(AssetKey("articles"))
            counts = {k: v.value for k, v in event.asset_materialization.metadata.items()}
            assert (run.status, run.job_name, counts) == (DagsterRunStatus.SUCCESS, "load", {"dagster/partition_row_count": 2})
            loads = instance.get_latest_materialization_event(AssetKey("loads")).asset_materialization.metadata
            assert loads["words"].value == report.words
            assert loads["words_per_second"].value > 0
            assert event.asset_materialization.partition == load_day()

    def test_a_run_without_configuration_loads_what_lies_in_landing(self, home):
        write_stories(home.landing)
        with open_instance(home) as instance:
            done = defs.resolve_job_def("load").execute_in_process(instance=instance, partition_key=load_day())
        assert done.success
        assert home.snapshot.is_file()
        landed = Landing.read(Path(done.asset_value("landing")))
        assert {Path(document.uri).name for document in landed.documents} == set(STORIES)

    def test_a_failing_check_leaves_the_old_snapshot_and_says_which(self, home, tmp_path, monkeypatch):
        texts = write_stories(tmp_path / "texts")
        run_load(home, LoadRequest((str(texts / "bridge.txt"),)), Silent())
        before = home.snapshot.stat().st_ino
        monkeypatch.setattr(checks, "find_offending", lambda rule, home: ["row 17"] if rule.name == "counts_add_up" else [])
        with pytest.raises(LoadError, match="counts_add_up") as caught:
            run_load(home, LoadRequest((str(texts),)), Silent())
        assert caught.value.report.loaded == 1
        assert home.snapshot.stat().st_ino == before

    def test_a_failing_view_leaves_the_old_snapshot_and_says_which(self, home, tmp_path, monkeypatch):
        texts = write_stories(tmp_path / "texts")
        run_load(home, LoadRequest((str(texts / "bridge.txt"),)), Silent())
        before = home.snapshot.stat().st_ino
        (tmp_path / "sql" / "views").mkdir(parents=True)
        (tmp_path / "sql" / "checks").mkdir()
        view = "-- One row a wrong turn.\n--\n-- a: what is not there.\nselect a from nowhere\n"
        (tmp_path / "sql" / "views" / "broken_view.sql").write_text(view)
        monkeypatch.setattr("etl.assets.snapshot.SQL", tmp_path / "sql")
        with pytest.raises(LoadError, match="broken_view") as caught:
            run_load(home, LoadRequest((str(texts),)), Silent())
        assert caught.value.report.loaded == 1
        assert home.snapshot.stat().st_ino == before


class TestDeadRuns:
    def test_a_killed_command_leaves_no_run_open(self, home):
        lock = home.requests / "gone.lock"
        with open_instance(home) as instance:
            run = instance.create_run_for_job(defs.resolve_job_def("load"), tags={RUN_TAG: str(lock)}, status=DagsterRunStatus.STARTED)
            assert close_dead_runs(instance) == 1
            assert instance.get_run_by_id(run.run_id).status == DagsterRunStatus.FAILURE

    def test_a_living_command_keeps_its_run(self, home):
        with open_instance(home) as instance, sign_of_life(home.requests / "here.lock") as lock:
            run = instance.create_run_for_job(defs.resolve_job_def("load"), tags={RUN_TAG: str(lock)}, status=DagsterRunStatus.STARTED)
            assert close_dead_runs(instance) == 0
            assert instance.get_run_by_id(run.run_id).status == DagsterRunStatus.STARTED
        with pytest.raises(FileNotFoundError), lock.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)


def test_settings_are_written_once_and_then_the_users(home):
    settings = prepare_instance(home) / "dagster.yaml"
    settings.write_text(settings.read_text() + "\n# mine\n")
    prepare_instance(home)
    assert settings.read_text().endswith("# mine\n")
    assert "telemetry:\n  enabled: false" in settings.read_text()


def test_dg_finds_the_definitions_sound(home):
    command = [Path(sys.executable).with_name("dg"), "check", "defs"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DAGSTER_DISABLE_TELEMETRY": "yes"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
