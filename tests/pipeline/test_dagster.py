"""Dagster's view: what it loads, what starts a run, and what keeps a bad load from being published."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from dagster import (
    AssetKey,
    DagsterRunStatus,
    RetryRequested,
    SkipReason,
    build_run_status_sensor_context,
    build_schedule_context,
    build_sensor_context,
)
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from etl.assets import checks, loading, retries
from etl.assets import instance as instance_module
from etl.assets.automation import landing_files, load_day, nightly
from etl.assets.instance import RUN_TAG, close_dead_runs, open_instance, prepare_instance, sign_of_life
from etl.assets.loading import LOAD_DAYS
from etl.assets.notices import NotifyError, notify, notify_failure
from etl.assets.retries import trying_again
from etl.assets.tables import TABLES
from etl.assets.volume import read_counts, unusual
from etl.cli.job import LoadError, run_load
from etl.definitions import defs
from etl.home import Home
from etl.load.landing import Landing
from etl.load.request import LoadRequest
from etl.store.engine import parse_url
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
    for name in ("CUTTINGS_DATABASE_URL", "CUTTINGS_DAGSTER_URL", "CUTTINGS_NOTIFY"):
        monkeypatch.delenv(name, raising=False)
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
    assert {key.name for key in keys if not graph.get(key).blocking} == {"usual_volume"}


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

    def test_a_backfilled_day_takes_what_lay_there_by_then(self, home):
        write_stories(home.landing)
        (home.landing / "metadata.csv").unlink()
        late = datetime(2026, 3, 4, 23, 59, tzinfo=UTC).timestamp()
        os.utime(home.landing / "bridge.txt", (late, late))
        with open_instance(home) as instance:
            job = defs.resolve_job_def("load").get_subset(asset_selection={AssetKey("landing")})
            offered = {}
            for day in ("2026-03-03", "2026-03-04", load_day()):
                done = job.execute_in_process(instance=instance, partition_key=day)
                offered[day] = {Path(d.uri).name for d in Landing.read(Path(done.asset_value("landing"))).documents}
        assert list(offered.values()) == [set(), {"bridge.txt"}, set(STORIES)]

    def test_a_scheduled_run_tries_again_what_may_pass(self, home, monkeypatch):
        failing = [OSError("No space left on device"), OperationalError("select", {}, Exception("the server restarts"))]
        real = loading.land
        monkeypatch.setattr(loading, "land", lambda *given: real(*given) if not failing else raise_(failing.pop()))
        monkeypatch.setattr(retries, "_FIRST_SECONDS", 0)
        write_stories(home.landing)
        with open_instance(home) as instance:
            job = defs.resolve_job_def("load").get_subset(asset_selection={AssetKey("landing")})
            done = job.execute_in_process(instance=instance, partition_key=load_day())
        assert done.success
        assert [event.event_type_value for event in done.all_events].count("STEP_UP_FOR_RETRY") == 2


def raise_(error):
    raise error


@pytest.mark.parametrize(("tags", "error", "again"), [({}, OSError(), True), ({}, ValueError(), False), ({RUN_TAG: "x"}, OSError(), False)])
def test_what_is_tried_again(tags, error, again):
    context = SimpleNamespace(run=SimpleNamespace(tags=tags), retry_number=2)
    with pytest.raises(RetryRequested if again else type(error)) as raised, trying_again(context):
        raise error
    if again:
        assert raised.value.seconds_to_wait == 480


class TestNotices:
    def fail(self, home, monkeypatch):
        monkeypatch.setattr(loading, "land", lambda *given: raise_(ValueError("nothing can be landed")))
        with open_instance(home) as instance:
            job = defs.resolve_job_def("load")
            done = job.execute_in_process(instance=instance, partition_key=load_day(), raise_on_error=False)
            (event,) = [e for e in done.all_events if e.event_type_value == "PIPELINE_FAILURE"]
            context = build_run_status_sensor_context("notify_failure", event, instance, done.dagster_run).for_run_failure()
            return notify_failure(context), done.run_id

    def test_a_command_is_told_why_a_run_failed(self, home, tmp_path, monkeypatch):
        told = tmp_path / "told.json"
        monkeypatch.setenv("CUTTINGS_NOTIFY", f"tee {told}")
        _, run_id = self.fail(home, monkeypatch)
        said = json.loads(told.read_text())
        assert (said["run_id"], said["status"], said["load_day"]) == (run_id, "FAILURE", load_day())
        assert "nothing can be landed" in said["error"]
        assert "the old snapshot serves" in said["todo"]

    def test_without_a_hook_nobody_is_told(self, home, monkeypatch):
        monkeypatch.delenv("CUTTINGS_NOTIFY", raising=False)
        assert isinstance(notify({}), SkipReason)

    @pytest.mark.parametrize("hook", ["false", "no-such-command", "http://127.0.0.1:9/hook?token=s3cret"])
    def test_a_hook_that_fails_says_so_without_its_secrets(self, monkeypatch, hook):
        monkeypatch.setenv("CUTTINGS_NOTIFY", hook)
        with pytest.raises(NotifyError) as raised:
            notify({"status": "FAILURE"})
        assert "s3cret" not in str(raised.value)


class TestVolume:
    TODAY = date(2026, 3, 20)

    def days(self, *counts):
        """Counts of the days up to today, which comes last."""
        return {"Bay Courier": {self.TODAY - timedelta(days=back): n for back, n in enumerate(reversed(counts))}}

    @pytest.mark.parametrize(
        ("counts", "lines"),
        [
            ([30] * 20, 0),
            ([30] * 19 + [2], 0),  # today is not over
            ([30] * 18 + [2, 30], 1),
            ([30] * 19 + [200], 1),
            ([30] * 18 + [200, 30], 1),
            ([2] * 18 + [0, 2], 0),  # too few to tell
            ([30] * 3 + [200, 0], 0),  # too short a history
            ([40, 0, 0, 0, 0, 0, 0] * 2 + [40, 0, 0, 0, 0], 0),  # a weekly
        ],
    )
    def test_days_unlike_others_are_told(self, counts, lines):
        assert len(unusual(self.days(*counts), self.TODAY)) == lines

    def test_counts_come_from_the_record_store(self, warehouse):
        warehouse.offer(a="one", b="two")
        (warehouse.texts / "metadata.csv").write_text("file,source\na.txt,Bay Courier\nb.txt,Bay Courier\n")
        warehouse.load(metadata=warehouse.texts / "metadata.csv")
        today = datetime.now(UTC).date()
        assert read_counts(warehouse.home, today - timedelta(days=1)) == {"Bay Courier": {today: 2}}
        assert read_counts(warehouse.home, today + timedelta(days=2)) == {}


def test_freshness_is_watched():
    policy = defs.resolve_asset_graph().get(AssetKey("snapshot")).freshness_policy
    assert policy.fail_window.to_timedelta() == timedelta(hours=50)


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


@pytest.mark.parametrize("storage", ["", instance_module._POSTGRES])
def test_settings_of_an_earlier_version_are_renewed(home, monkeypatch, storage):
    settings = prepare_instance(home) / "dagster.yaml"
    ours, former = settings.read_text(), "telemetry:\n  enabled: false\n"
    monkeypatch.setattr(instance_module, "_FORMER", frozenset({hashlib.sha256(former.encode()).hexdigest()}))
    for held, becomes in ((former + storage, ours + storage), (former + "# mine\n", former + "# mine\n")):
        settings.write_text(held)
        prepare_instance(home)
        assert settings.read_text() == becomes


def test_history_lies_in_postgresql_where_the_environment_says_so(home, monkeypatch, postgres_url):
    monkeypatch.setenv("CUTTINGS_DAGSTER_URL", postgres_url)
    write_stories(home.landing)
    with open_instance(home) as instance:
        job = defs.resolve_job_def("load").get_subset(asset_selection={AssetKey("landing")})
        run_id = job.execute_in_process(instance=instance, partition_key=load_day()).run_id
        assert instance.get_latest_materialization_event(AssetKey("landing")).run_id == run_id
    engine = create_engine(parse_url(postgres_url))
    with engine.connect() as connection:
        assert connection.execute(text("select run_id, status from runs")).fetchall() == [(run_id, "SUCCESS")]
    engine.dispose()
    assert not list(home.dagster.rglob("*.db"))
    settings = (home.dagster / "dagster.yaml").read_text()
    assert "env: CUTTINGS_DAGSTER_URL" in settings
    assert postgres_url not in settings


def test_dg_finds_the_definitions_sound(home):
    command = [Path(sys.executable).with_name("dg"), "check", "defs"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DAGSTER_DISABLE_TELEMETRY": "yes"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
