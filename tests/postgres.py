"""A PostgreSQL server for tests: the one CUTTINGS_TEST_POSTGRES_URL names, else a throw-away cluster from Debian's binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from etl.store.engine import connect_url

_GIVEN = "CUTTINGS_TEST_POSTGRES_URL"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a server where databases may be made; skips where there is none."""
    if given := os.environ.get(_GIVEN):
        yield given
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        pytest.skip(f"no PostgreSQL server: run .ci/postgres.sh, or set {_GIVEN}")
    with _cluster(binaries[-1].parent) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of a fresh, empty database."""
    name = f"cuttings_{uuid4().hex[:12]}"
    _administer(postgres_server, f"create database {name}")
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    _administer(postgres_server, f"drop database {name} with (force)")


@contextmanager
def _cluster(binaries: Path) -> Iterator[str]:
    """A cluster of its own in /tmp, reached by socket only, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cuttings-pg-", dir="/tmp"))
    data = folder / "data"
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        _run(binaries / "initdb", "-D", data, "-U", "cuttings", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _run(binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://cuttings@/postgres?host={folder}"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: object) -> None:
    """Run a server program; it refuses to run as root, so it then runs as Debian's `postgres`."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*prefix, str(program), *map(str, arguments)]
    subprocess.run(command, check=True, cwd="/tmp", stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _administer(server: str, statement: str) -> None:
    engine = connect_url(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
