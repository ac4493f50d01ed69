"""From what a user names (files, folders, globs) to documents: bytes with an address."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from etl.readers.article import Document, UnreadableError
from etl.readers.web import Web, is_web_address

MAX_BYTES = 64 * 1024 * 1024
_IGNORED = {".DS_Store", "Thumbs.db", "metadata.csv", "metadata.json", "metadata.yaml", "mapping.yaml"}


def expand(names: Sequence[str], leave_out: Sequence[str] = ()) -> Iterator[Path]:
    """Files behind `names`, each once, sorted inside every folder and glob; a name that matches nothing comes back as it is.

    `leave_out` names files that are no input, such as the sidecar that lies beside the articles it describes.

    Hidden files and files still being written (`.part`, `.tmp`) inside folders are left out. Symbolic links to folders are not followed,
    so that a loop of links ends.
    """
    seen = {os.path.abspath(name) for name in leave_out}
    for name in names:
        for path in _expand_one(name):
            key = os.path.abspath(path)
            if key not in seen:
                seen.add(key)
                yield Path(key)


def offered(names: Sequence[str], leave_out: Sequence[str] = ()) -> Iterator[Path | str]:
    """As `expand`, and beside files also web addresses and `-` for standard input, which stay as they are."""
    for name in dict.fromkeys(names):
        if name == "-" or is_web_address(name):
            yield name
        else:
            yield from expand([name], leave_out)


def _expand_one(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from _walk(path)
    elif not path.exists() and glob.has_magic(name):
        found = sorted(glob.glob(name, recursive=True))
        for match in found:
            yield from _expand_one(match)
        if not found:
            yield path
    else:
        yield path


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and file not in _IGNORED and not file.endswith((".part", ".tmp", "~")):
                yield Path(root, file)


def address(path: Path | str) -> str:
    """The `file://` address of a path: absolute, links kept, odd characters escaped. A web address is its own.

    A name whose bytes are no text in this file system's encoding is escaped byte by byte, so that it fits every database.
    """
    if isinstance(path, str) and (path == "-" or is_web_address(path)):
        return "stdin:" if path == "-" else path
    return Path(os.path.abspath(path)).as_uri()


def fetch(path: Path | str, web: Web | None = None) -> Document:
    """The bytes at `path` with their address; a web address is loaded (in the session `web`), `-` is standard input.

    Raises UnreadableError (`missing`, `unreadable`, `too_large`, `not_a_file`, `unreachable`).
    """
    if isinstance(path, str) and is_web_address(path):
        return (web or Web()).fetch(path, MAX_BYTES)
    if path == "-":
        return _fetch_stdin()
    return _fetch_file(Path(path))


def _fetch_stdin() -> Document:
    """What is piped in; its content is its identity, for it has no name."""
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableError("too_large", f"more than {MAX_BYTES:,} bytes on standard input")
    digest = sha256(content).hexdigest()
    return Document(f"stdin:{digest[:16]}", content, digest)


def _fetch_file(path: Path) -> Document:
    uri = address(path)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("not_a_file", "this is no regular file")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise UnreadableError("too_large", f"{size:,} bytes; the limit is {MAX_BYTES:,}: split the file")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("missing", "no such file; check the path") from error
    except OSError as error:
        raise UnreadableError("unreadable", f"{error.strerror or error}; check permissions") from error
    return Document(uri=uri, content=content, sha256=sha256(content).hexdigest())
