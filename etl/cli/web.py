"""`cuttings ui`: the Dagster web server and the daemon for schedule and sensor, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from etl.cli.terminal import fail, messages
from etl.home import Home

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_START_SECONDS = 120.0


def run(host: str, port: int) -> int:
    """Serve until Ctrl-C; returns the exit status."""
    from etl.assets.instance import open_instance

    home = Home.from_env()
    with open_instance(home):  # makes the history's files, which two processes starting at once would both try to
        folder = home.dagster
    port = port or _free_port(host)
    if not _is_free(host, port):
        return fail(f"{host}:{port} is taken; choose another with --port, or 0 for any free one", 2)
    if host not in _LOOPBACK:
        messages().print(f"cuttings: {host} is no loopback address: whoever reaches it can start runs and see everything", style="yellow")
    processes = _start(host, port, folder)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _serve(processes, f"http://{host}:{port}", folder)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(processes)


def _start(host: str, port: int, folder: Path) -> list[subprocess.Popen[bytes]]:
    """The web server and the daemon, each in a group of its own, with their logs beside the history."""
    commands = {
        "webserver": ["dagster_webserver", "-m", "etl.definitions", "-h", host, "-p", str(port)],
        "daemon": ["dagster._daemon", "run", "-m", "etl.definitions"],
    }
    return [_spawn(arguments, folder / f"{name}.log") for name, arguments in commands.items()]


def _spawn(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as stream:
        return subprocess.Popen([sys.executable, "-m", *arguments], stdout=stream, stderr=stream, start_new_session=True, env=os.environ)


def _serve(processes: Sequence[subprocess.Popen[bytes]], address: str, folder: Path) -> int:
    """Tell the address once it answers, then wait until a process ends by itself."""
    deadline, answered = time.monotonic() + _START_SECONDS, False
    while all(process.poll() is None for process in processes):
        if not answered and _answers(address):
            answered = True
            print(f"{address}  (Ctrl-C stops)", flush=True)
        elif not answered and time.monotonic() > deadline:
            return fail(f"no answer at {address} after {_START_SECONDS:.0f} seconds; see {folder}/webserver.log")
        time.sleep(0.5)
    return fail(f"the web interface stopped by itself; see {folder}/webserver.log and daemon.log")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/server_info", timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End both with what they started; by force after ten seconds."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _interrupt(number: int, frame: FrameType | None) -> None:
    """SIGTERM stops like Ctrl-C."""
    raise KeyboardInterrupt


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
