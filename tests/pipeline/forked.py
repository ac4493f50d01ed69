"""The command line in forks of a process that has imported the program once: a fresh process each time, without seconds of imports.

A command has its own memory, environment, working folder, standard streams and exit status, and its exit handlers run. Only the start of
Python, the reading of modules and word lists and the taking apart of memory fall away: a load costs 5 CPU seconds instead of 10, an answer
0.1 instead of 0.6. Commands that a test kills, or that run beside it or in a terminal, are started as a user starts them (`CUTTINGS`),
and so is the load that most tests read (`loaded`).
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

ROOT = Path(__file__).parent.parent.parent
_REQUEST = 1 << 20
_MARKED = """# Minister opens bridge after talks

{l Paris}, May 3 (Reuters) – “It cost $40 million,” {r Mayor} {p Ann Lee} said on Monday after she met {r Minister} {p Bo Dahl} of the
{o Ministry of Labour} in {l Lyon}.
"""


class Commands:
    """The process that forks; one for each process of tests, started by its first command."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        descriptor = str(theirs.fileno())
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("CUTTINGS_", "DAGSTER_"))}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # numpy would start threads, which no fork has
        program = [sys.executable, "-m", "tests.pipeline.forked", descriptor]
        self._server = subprocess.Popen(program, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()

    def run(
        self, arguments: Sequence[str], environment: dict[str, str], stdin: str | None, cwd: Path | None
    ) -> subprocess.CompletedProcess[str]:
        """As subprocess.run of `cuttings` with captured output; away from a terminal."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write((stdin or "").encode())
            given.seek(0)
            asked = {"arguments": list(arguments), "environment": environment, "cwd": str(cwd or Path.cwd())}
            streams = [given if stdin is not None else open(os.devnull, "rb"), out, err]  # noqa: SIM115
            socket.send_fds(self._channel, [json.dumps(asked).encode()], [stream.fileno() for stream in streams])
            streams[0].close()
            status = json.loads(self._channel.recv(_REQUEST) or "null")
            assert status is not None, "the process that runs the commands died"
            return subprocess.CompletedProcess(["cuttings", *arguments], status, _read(out), _read(err))

    def stop(self) -> None:
        """End it; it notices that nobody will ask again."""
        self._channel.close()
        self._server.wait()


@cache
def commands() -> Commands:
    """The one of this process of tests."""
    made = Commands()
    atexit.register(made.stop)
    return made


def _read(stream: IO[bytes]) -> str:
    """All of it, with line ends as subprocess gives them in text mode."""
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n").replace("\r", "\n")


def _serve(channel: socket.socket) -> dict[str, Any] | None:
    """Fork for each request. Returns in the child, with what it has to run; None in the parent when nobody asks any more."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, _REQUEST, 3)
        if not message:
            return None
        child = os.fork()
        if child == 0:
            channel.close()
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
                os.close(descriptor)
            return dict(json.loads(message))
        for descriptor in descriptors:
            os.close(descriptor)
        _, ended = os.waitpid(child, 0)
        channel.send(json.dumps(os.waitstatus_to_exitcode(ended)).encode())


def _import_program() -> None:
    """What commands import, and the word lists and patterns that the first article needs; only the package's own data is cached."""
    from etl import cli
    from etl.parse import extract_facts
    from etl.readers import Document, read
    from etl.readers.formats import load_formats
    from tests.unit.marked_text import analyse

    for module in pkgutil.iter_modules(cli.__path__):
        importlib.import_module(f"etl.cli.{module.name}")
    load_formats()
    analysis = analyse(_MARKED)
    (article,) = read(Document("file:///a.txt", analysis.text.encode(), "0"))
    extract_facts(article, analysis)
    alive = os.listdir("/proc/self/task")
    assert len(alive) == 1, "a fork has only one of its parent's threads: what is imported here must start none"


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    _import_program()
    gc.freeze()  # no fork looks for rubbish among these
    asked = _serve(channel)
    if asked is None:
        _end(0)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["cuttings", *asked["arguments"]]
    sys.path[:] = [place for place in sys.path if place not in ("", str(ROOT))] + [str(ROOT)]
    _end(_run_command())


def _run_command() -> int:
    """The exit status."""
    from etl.cli import app

    try:
        app()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _end(status: int) -> NoReturn:
    """As the interpreter ends, but for the second that it takes to take the modules apart."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
