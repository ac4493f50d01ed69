"""What `docs/security.md` promises and no other test holds: secrets stay out of logs, and the web interface warns before it opens up."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import app, web
from tests.pipeline.conftest import CUTTINGS, write_stories
from tests.pipeline.recorded import ROOT

PASSWORD = "s3cret-Pw-of-the-desk"
CLOSED = f"postgresql://desk:{PASSWORD}@127.0.0.1:9/cuttings"  # nothing listens on the port for discarding
WRONG = f"mysql://desk:{PASSWORD}@127.0.0.1/cuttings"


@pytest.mark.parametrize(("command", "url"), [("load", CLOSED), ("publish", CLOSED), ("status", WRONG)])
def test_no_password_is_printed_or_written(tmp_path: Path, command: str, url: str) -> None:
    home = tmp_path / "home"
    arguments = [command, str(write_stories(tmp_path / "texts"))] if command == "load" else [command]
    environment = {**os.environ, "CUTTINGS_HOME": str(home), "CUTTINGS_DATABASE_URL": url}
    done = subprocess.run([CUTTINGS, *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert PASSWORD not in done.stdout + done.stderr
    written = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in written if PASSWORD.encode() in path.read_bytes()] == []
    assert written or command != "load", "nothing was written that could be looked through"


@pytest.mark.parametrize(("arguments", "is_open"), [([], False), (["--host", "localhost"], False), (["--host", "0.0.0.0"], True)])
def test_the_web_interface_warns_before_it_opens_up(tmp_path: Path, monkeypatch, arguments: list[str], is_open: bool) -> None:
    started = []
    monkeypatch.setenv("CUTTINGS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(web, "_start", lambda host, port, folder: started.append(host) or [])
    monkeypatch.setattr(web, "_serve", lambda processes, address, folder: 0)
    said = CliRunner().invoke(app, ["ui", "--port", "0", *arguments])
    assert said.exit_code == 0
    assert started == [arguments[-1] if arguments else "127.0.0.1"]
    assert ("whoever reaches it can start runs and see everything" in said.output) == is_open


def test_locks_carry_a_hash_for_every_package() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        entries = lock.read_text().replace("\\\n", "").splitlines()
        packages = [entry for entry in entries if "==" in entry]
        assert packages, lock
        assert [entry for entry in packages if "--hash=sha256:" not in entry] == [], lock
