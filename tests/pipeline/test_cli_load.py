"""`cuttings load` from standard input, for metadata that comes late, and for what lies in quarantine; by the real command."""

from __future__ import annotations

from tests.pipeline.conftest import STORIES, run_cuttings


def test_a_warehouse_that_learns_more(tmp_path):
    home = tmp_path / "home"
    done = run_cuttings(home, "load", "-", stdin=STORIES["school.txt"])
    assert done.returncode == 0, done.stderr
    assert "loaded 1" in " ".join(done.stderr.split())

    (tmp_path / "bridge.txt").write_text("")
    done = run_cuttings(home, "load", tmp_path / "bridge.txt", tmp_path / "gone.txt")
    assert done.returncode == 1
    listed = [line.split("\t") for line in run_cuttings(home, "status", "--quarantine").stdout.splitlines()]
    assert [(code, name.rsplit("/", 1)[-1]) for code, name, _, _ in listed] == [("empty", "bridge.txt"), ("missing", "gone.txt")]
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
