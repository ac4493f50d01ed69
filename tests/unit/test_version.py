"""The extractor's version: another one for every change of what decides on facts, the same one for all else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from etl import version

SOURCES = dict(version.sources())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of what decides on facts."""
    for name, path in SOURCES.items():
        target = tmp_path / "etl" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path / "etl"


def fingerprint(package: Path) -> str:
    version._fingerprint.cache_clear()
    return version._fingerprint(package)


def test_it_is_short_and_for_people() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", version.extractor_version("a"))
    assert version.extractor_version("a") == version.extractor_version("a") != version.extractor_version("b")


@pytest.mark.parametrize(
    "name",
    [
        "extract/mentions.py",
        "resolve/people.py",
        "text/numbers.py",
        "lexicon/titles.yaml",
        "lexicon/places_cities.csv",
        "rows.py",
        "dated.py",
    ],
)
def test_rules_words_and_rows_change_it(package: Path, name: str) -> None:
    before = fingerprint(package)
    with (package / name).open("a") as file:
        file.write("\n# one more\n")
    assert fingerprint(package) != before


def test_weights_change_it_by_their_checksum() -> None:
    assert {"model/weights/manifest.json", "readers/zone_weights.json", "lexicon/meeting_weights.csv"} <= SOURCES.keys()


def test_a_file_that_comes_or_goes_changes_it(package: Path) -> None:
    before = fingerprint(package)
    (package / "extract" / "more.py").write_text("")
    assert fingerprint(package) != before
    (package / "extract" / "more.py").unlink()
    assert fingerprint(package) == before


def test_place_line_ends_and_caches_do_not(package: Path, tmp_path: Path) -> None:
    before = fingerprint(package)
    path = package / "extract" / "mentions.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (package / "extract" / "__pycache__").mkdir(exist_ok=True)
    (package / "extract" / "__pycache__" / "mentions.pyc").write_bytes(b"x")
    assert fingerprint(package.rename(tmp_path / "elsewhere")) == before


def test_the_parser_the_loader_and_the_orchestrator_take_no_part() -> None:
    assert not any(name.startswith(("load/", "store/", "cli/", "assets/", "publish/", "model/training")) for name in SOURCES)
