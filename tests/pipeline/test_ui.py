"""`cuttings ui` in headless Chromium: the asset graph, a launched run and a backfill, plots of what they loaded, a failing check."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from etl.assets.automation import load_day
from etl.assets.tables import GROUPS
from tests.pipeline.conftest import CUTTINGS, write_stories

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1600,1200",
]
PATIENCE = 180
LAUNCH = """mutation($p: ExecutionParams!) { launchRun(executionParams: $p) { __typename ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message } ... on RunConfigValidationInvalid { errors { message } } } }"""
BACKFILL = """mutation($p: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $p) { __typename
    ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
STATE = "query($id: String!) { partitionBackfillOrError(backfillId: $id) { ... on PartitionBackfill { status } } }"
OPEN = {"REQUESTED", "COMPLETED_PENDING"}
SELECTOR = {"repositoryName": "__repository__", "repositoryLocationName": "etl.definitions", "jobName": "load"}
STATUS = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver here: run .ci/chromium.sh")


class Ui:
    """A running web interface and the folder it serves."""

    def __init__(self, address: str, home: Path) -> None:
        self.address, self.home = address, home

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return json.load(response)["data"]


@pytest.fixture(scope="module")
def ui(tmp_path_factory) -> Iterator[Ui]:
    home = tmp_path_factory.mktemp("ui") / "home"
    environment = {**os.environ, "CUTTINGS_HOME": str(home)}
    environment.pop("CUTTINGS_DATABASE_URL", None)
    process = subprocess.Popen([CUTTINGS, "ui", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line.startswith("http://127.0.0.1:"):
        process.kill()
        pytest.fail(f"the web interface did not start: {line!r}\n{(home / 'dagster' / 'webserver.log').read_text()[-2000:]}")
    yield Ui(line.split()[0], home)
    process.send_signal(signal.SIGINT)
    try:
        assert process.wait(60) == 0
    except subprocess.TimeoutExpired:  # a run that the daemon just began is waited for; the tests are over
        process.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    with tempfile.TemporaryDirectory(prefix="cuttings-chromium-", ignore_cleanup_errors=True) as profile:
        for flag in [*FLAGS, f"--user-data-dir={profile}"]:
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        yield driver
        driver.quit()


def wait_for_words(browser: webdriver.Chrome, *words: str) -> None:
    """Until the page shows all of them."""

    def shown(driver: webdriver.Chrome) -> bool:
        text = driver.execute_script("return document.body.innerText")
        return all(word in text for word in words)

    WebDriverWait(browser, PATIENCE).until(shown, f"the page never showed {words}")


@pytest.mark.parametrize("group", GROUPS)
def test_the_asset_graph_shows_the_tables(ui, browser, group):
    browser.get(f"{ui.address}/locations/etl.definitions/asset-groups/{group}/list")
    wait_for_words(browser, *GROUPS[group])


def test_the_graph_shows_every_group(ui, browser):
    browser.get(f"{ui.address}/asset-groups")
    wait_for_words(browser, *GROUPS, "serving")


def test_schedule_and_sensor_are_there(ui, browser):
    browser.get(f"{ui.address}/automation")
    wait_for_words(browser, "nightly", "landing_files")


def launch(ui: Ui, day: str) -> str:
    """Start a run of the load job as the button does; returns its id."""
    tags = [{"key": "dagster/partition", "value": day}]
    launched = ui.ask(LAUNCH, p={"selector": SELECTOR, "runConfigData": {}, "mode": "default", "executionMetadata": {"tags": tags}})
    assert launched["launchRun"]["__typename"] == "LaunchRunSuccess", launched
    return launched["launchRun"]["run"]["runId"]


def wait_for_end(ui: Ui, browser: webdriver.Chrome, run: str) -> str:
    return WebDriverWait(browser, PATIENCE, poll_frequency=1).until(lambda _: ended_as(ui, run), "the run never ended")


def test_a_run_without_configuration_loads_what_lies_in_landing(ui, browser):
    write_stories(ui.home / "landing")
    run = launch(ui, load_day())
    assert wait_for_end(ui, browser, run) == "SUCCESS"
    assert (ui.home / "cuttings.duckdb").is_file()
    browser.get(f"{ui.address}/runs")
    wait_for_words(browser, run[:8], "Success")


@pytest.mark.parametrize(
    ("asset", "plotted"), [("articles", "partition_row_count"), ("loads", "words_per_second"), ("snapshot", "rows_quotes")]
)
def test_row_counts_and_throughput_are_plotted(ui, browser, asset, plotted):
    browser.get(f"{ui.address}/assets/{asset}?view=overview")
    wait_for_words(browser, "Plots")
    browser.find_element(By.XPATH, "//button[contains(., 'Plots')]").click()
    wait_for_words(browser, plotted)
    WebDriverWait(browser, PATIENCE).until(lambda driver: driver.find_elements(By.TAG_NAME, "canvas"), "nothing was drawn")


def test_a_failing_check_is_shown_and_stops_the_publication(ui, browser):
    before = (ui.home / "cuttings.duckdb").stat().st_ino
    in_record(ui, "update loads set documents_seen = documents_seen + 1")
    run = launch(ui, load_day())
    assert wait_for_end(ui, browser, run) == "FAILURE"
    assert (ui.home / "cuttings.duckdb").stat().st_ino == before
    browser.get(f"{ui.address}/assets/loads?view=checks&checkDetail=counts_add_up")
    wait_for_words(browser, "counts_add_up", "Failed")
    in_record(ui, "update loads set documents_seen = documents_loaded + documents_unchanged + documents_quarantined")


def test_a_backfill_loads_its_day(ui, browser):
    landing = ui.home / "landing"
    early = datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()
    (landing / "quay.txt").write_text((landing / "bridge.txt").read_text().replace("bridge", "quay"))
    os.utime(landing / "quay.txt", (early, early))
    selector = {"partitionSetName": "load_partition_set", "repositorySelector": {k: SELECTOR[k] for k in SELECTOR if k != "jobName"}}
    asked = ui.ask(BACKFILL, p={"selector": selector, "partitionNames": ["2026-03-04"]})["launchPartitionBackfill"]
    assert asked["__typename"] == "LaunchBackfillSuccess", asked
    state = lambda _: (s := ui.ask(STATE, id=asked["backfillId"])["partitionBackfillOrError"]["status"]) not in OPEN and s  # noqa: E731
    assert WebDriverWait(browser, 2 * PATIENCE, poll_frequency=1).until(state, "the backfill never ended") == "COMPLETED_SUCCESS"
    assert in_record(ui, "select uri from documents where uri like '%quay.txt' and status = 'loaded'")


def in_record(ui: Ui, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(ui.home / "record.sqlite", timeout=60)) as db, db:
        return db.execute(statement).fetchall()


def ended_as(ui: Ui, run: str) -> str | None:
    """Status of a run that ended; None while it goes on."""
    status = ui.ask(STATUS, id=run)["runOrError"]["status"]
    return status if status in {"SUCCESS", "FAILURE", "CANCELED"} else None
