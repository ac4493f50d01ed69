"""`cuttings load` from standard input, for metadata that comes late, and for what lies in quarantine; by the real command."""

from __future__ import annotations

import os
import pty
import subprocess

from etl.cli.loading import Bar
from etl.load.loader import Step
from tests.pipeline.conftest import CUTTINGS, STORIES, run_cuttings


def test_a_warehouse_that_learns_more(tmp_path):
    home = tmp_path / "home"
    done = run_cuttings(home, "load", "-", stdin=STORIES["school.txt"])
    assert done.returncode == 0, done.stderr
    assert "loaded 1" in " ".join(done.stderr.split())

    (tmp_path / "bridge.txt").write_text("")
    done = run_cuttings(home, "load", tmp_path / "bridge.txt", tmp_path / "gone.txt")
    assert done.returncode == 1 and "gone.txt: no such file; check the path" in done.stderr
    listed = [line.split("\t") for line in run_cuttings(home, "status", "--quarantine").stdout.splitlines()]
    assert [(code, name.rsplit("/", 1)[-1]) for code, name, _, _ in listed] == [("empty", "bridge.txt")]
    assert all(reason and advice.endswith(".") for _, _, reason, advice in listed)

    (tmp_path / "bridge.txt").write_text(STORIES["bridge.txt"])
    done = run_cuttings(home, "load", "--retry", "--reason", "empty")
    assert (done.returncode, "loaded 1" in " ".join(done.stderr.split())) == (0, True), done.stderr

    (tmp_path / "dates.csv").write_text("file,published\nbridge.txt,2025-03-04\n")
    dated = "select published_from from articles where published_from is not null"
    done = run_cuttings(home, "load", "--metadata", tmp_path / "dates.csv")
    assert (done.returncode, "re-dated 1" in " ".join(done.stderr.split())) == (0, True)
    assert run_cuttings(home, "sql", dated, "--format", "csv").stdout.splitlines()[1:] == ["2025-03-04"]


def test_wrong_calls_say_what_is_wrong(tmp_path):
    (tmp_path / "twice.csv").write_text("file,published\na.txt,2025-03-04\na.txt,2025-03-05\n")
    for arguments, words in (
        ((), "name files"),
        (("--retry", "--reason", "nonsense"), "no such reason"),
        (("--metadata", tmp_path / "twice.csv"), "contradict each other"),
    ):
        done = run_cuttings(tmp_path / "home", "load", *arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_a_misspelt_column_of_the_metadata_is_said(tmp_path):
    (tmp_path / "m.csv").write_text("file,publised,source\nschool.txt,2025-03-05,Lindau Courier\n")
    (tmp_path / "school.txt").write_text(STORIES["school.txt"])
    done = run_cuttings(tmp_path / "home", "load", tmp_path / "school.txt", "--metadata", tmp_path / "m.csv")
    assert done.returncode == 0 and "not used: publised; what is used: file, url, source, published, headline, byline" in done.stderr


def test_names_of_the_metadata_that_fit_nothing_are_said(tmp_path):
    (tmp_path / "m.csv").write_text("file,published\nschool.txt,2025-03-05\nscool.txt,2025-03-06\n2023/*.txt,2023\n")
    (tmp_path / "school.txt").write_text(STORIES["school.txt"])
    done = run_cuttings(tmp_path / "home", "load", tmp_path / "school.txt", "--metadata", tmp_path / "m.csv")
    assert done.returncode == 0 and "no loaded article goes by 2 of its names: scool.txt, 2023/*.txt" in done.stderr


def test_words_a_second_are_shown_while_reading(monkeypatch):
    shown = []
    bar = type("Shown", (), {"update": lambda self, task, **fields: shown.append(fields["words"])})()
    clock = iter((10.0, 14.0))
    monkeypatch.setattr("etl.cli.loading.time.monotonic", lambda: next(clock))
    watcher = Bar(bar, 0)
    watcher.step(Step(0, 2))
    watcher.step(Step(1, 2, "file:///a.txt", 5_000))
    assert shown == ["", "5,000 words, 1,250 a second"]


def test_a_terminal_shows_how_far_the_load_has_come(tmp_path):
    (tmp_path / "school.txt").write_text(STORIES["school.txt"])
    ours, terminal = pty.openpty()
    environment = {**os.environ, "CUTTINGS_HOME": str(tmp_path / "home"), "TERM": "xterm", "COLUMNS": "120"}
    loading = subprocess.Popen([CUTTINGS, "load", tmp_path / "school.txt"], env=environment, stdin=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    shown = _all_of(ours)
    assert loading.wait() == 0, shown
    assert "starting" in shown and "loaded" in shown, shown


def _all_of(terminal: int) -> str:
    """What is written to a terminal until nobody holds it any more."""
    shown = b""
    while True:
        try:
            shown += (more := os.read(terminal, 65536))
        except OSError:  # Linux says so when the other end is closed
            more = b""
        if not more:
            os.close(terminal)
            return shown.decode()
