"""A small warehouse, loaded once by the real command, for the tests of everything that reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.pipeline.forked import commands
from tests.pipeline.warehouse import Warehouse

ROOT = Path(__file__).parent.parent.parent
CUTTINGS = Path(sys.executable).with_name("cuttings")
STORIES = {
    "bridge.txt": """Mayor opens new bridge across the river after four years of work

Mayor Tessa Okonjo opened the new bridge across the river on Monday, four years after the old one was closed to lorries.

“It will save people an hour a day,” she said at the ceremony, which was attended by several hundred people from both banks.

The bridge cost $40 million, the council said, and will carry more than 12,000 vehicles a day.
""",
    "school.txt": """Education minister promises teachers on visit to Lindau school

Education Minister Pavel Ruzicka met Mayor Tessa Okonjo in Lindau on Tuesday to talk about the shortage of teachers.

He said the ministry would send 30 new teachers to the district before the end of the year.

“We have asked for this since the spring,” Okonjo said after the meeting with the minister.
""",
}


def run_cuttings(home: Path, *arguments: str | Path, stdin: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own with CUTTINGS_HOME set, away from a terminal; see `forked` for what is spared."""
    return commands().run([*map(str, arguments)], environment_of(home), stdin, cwd)


def environment_of(home: Path) -> dict[str, str]:
    """What a user's shell would give the command."""
    environment = {**os.environ, "CUTTINGS_HOME": str(home), "COLUMNS": "200"}
    environment.pop("CUTTINGS_DATABASE_URL", None)
    return environment


def write_stories(folder: Path) -> Path:
    """The two stories and what is known of one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "metadata.csv").write_text("file,source,published\nschool.txt,Lindau Courier,2025-03-05\n")
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this run of the tests that the first of its processes makes and all of them read; those that come meanwhile wait."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"shared-{name}"
    with FileLock(folder.with_suffix(".lock")):
        if not (finished := folder.with_suffix(".finished")).exists():
            folder.mkdir()
            make(folder)
            finished.touch()
    return folder


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A home into which the stories were loaded, and what the command said. Tests only read it."""

    def make(root: Path) -> None:
        texts = write_stories(root / "texts")
        command = [CUTTINGS, "load", texts, "--metadata", texts / "metadata.csv"]  # as a user starts it
        given = {"env": environment_of(root / "home"), "stdin": subprocess.DEVNULL}
        done = subprocess.run(command, capture_output=True, text=True, **given)
        (root / "said.json").write_text(json.dumps([done.returncode, done.stdout, done.stderr]))

    root = made_once(tmp_path_factory, "warehouse", make)
    return root / "home", subprocess.CompletedProcess([CUTTINGS, "load"], *json.loads((root / "said.json").read_text()))


def load_demonstration(home: Path) -> Path:
    """Load the demonstration articles as `make demo` does."""
    subprocess.run([sys.executable, ROOT / "corpus/tools/demo.py", home / "demo"], check=True, capture_output=True)
    done = run_cuttings(home, "load", home / "demo", "--metadata", home / "demo" / "metadata.csv")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration articles. Tests only read it. For a quicker loop: CUTTINGS_TEST_DEMONSTRATION names one made before."""
    made = os.environ.get("CUTTINGS_TEST_DEMONSTRATION")
    return Path(made) if made else made_once(tmp_path_factory, "demonstration", load_demonstration)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty one of its own for a test."""
    made = Warehouse(tmp_path)
    yield made
    made.store.close()
