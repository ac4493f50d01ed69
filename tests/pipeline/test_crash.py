"""Loads that end badly, for real: see `tests.pipeline.crash`. `make crash` kills two hundred, this a dozen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.recorded import ROOT


def run_crash(*arguments: str | Path) -> str:
    """What a scenario prints; it must end well."""
    command = [sys.executable, "-m", "tests.pipeline.crash", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder; the scenarios take it in turns."""
    root = tmp_path_factory.mktemp("rig")
    run_crash("prepare", "--root", root)
    return root


def test_killed_loads_lose_and_double_nothing(rig: Path) -> None:
    assert run_crash("kills", "--root", rig, "--count", "4", "--seed", "3").endswith("nothing lost\n")


def test_a_full_disk_costs_the_load_and_nothing_else(rig: Path) -> None:
    assert "loads found the disk full; nothing lost" in run_crash("full-disk", "--root", rig, "--count", "2")


def test_a_folder_that_cannot_be_written_is_refused(rig: Path) -> None:
    said = run_crash("read-only", "--root", rig)
    if said.startswith("skipped"):
        pytest.skip(said.strip())
    assert "nothing lost" in said


def test_two_loads_at_once_double_nothing(rig: Path) -> None:
    assert "nothing doubled" in run_crash("together", "--root", rig)


def test_a_clock_set_back_loses_nothing(rig: Path) -> None:
    assert "nothing lost" in run_crash("clock-back", "--root", rig)
