"""`cuttings ui` in headless Chromium: the asset graph, and a run started there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

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
    assert process.wait(60) == 0


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


def test_a_run_without_configuration_loads_what_lies_in_landing(ui, browser):
    write_stories(ui.home / "landing")
    selector = {"repositoryName": "__repository__", "repositoryLocationName": "etl.definitions", "jobName": "load"}
    tags = [{"key": "dagster/partition", "value": "2026-01-01"}]
    launched = ui.ask(LAUNCH, p={"selector": selector, "runConfigData": {}, "mode": "default", "executionMetadata": {"tags": tags}})[
        "launchRun"
    ]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run = launched["run"]["runId"]
    ended = WebDriverWait(browser, PATIENCE, poll_frequency=1).until(lambda _: ended_as(ui, run), "the run never ended")
    assert ended == "SUCCESS"
    assert (ui.home / "cuttings.duckdb").is_file()
    browser.get(f"{ui.address}/runs")
    wait_for_words(browser, run[:8], "Success")


def ended_as(ui: Ui, run: str) -> str | None:
    """Status of a run that ended; None while it goes on."""
    status = ui.ask(STATUS, id=run)["runOrError"]["status"]
    return status if status in {"SUCCESS", "FAILURE", "CANCELED"} else None
