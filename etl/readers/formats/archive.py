"""ZIP, TAR and compressed files of any of the other formats. Members are read one at a time and never written to the disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from etl.readers.article import Document, UnreadableError
from etl.readers.formats.base import MAX_MEMBER_BYTES, Budget, Format, Part, Refused, guarded, member, part_uri, read_limited, unzipped_head

_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_RATIO = 1000
"""Text shrinks to a tenth, sometimes to a hundredth; what shrinks to a thousandth was made to hurt."""


def _split_zip(document: Document, budget: Budget) -> Iterator[Part]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(document.content))
    except _DAMAGE as error:
        raise UnreadableError("broken", f"the ZIP file is damaged: {error}"[:300]) from error
    with archive:
        if {"[Content_Types].xml", "mimetype"} & set(archive.namelist()):
            raise UnreadableError("format_unsupported", "this is an office document or an e-book; save it as text, HTML or PDF")
        yield from guarded(document, _zip_members(document, archive, budget), *_DAMAGE)


def _zip_members(document: Document, archive: zipfile.ZipFile, budget: Budget) -> Iterator[Part]:
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if info.is_dir() or _is_ignored(info.filename):
            continue
        budget.count_member()
        uri = part_uri(document, info.filename)
        if not _is_inside(info.filename):
            yield Refused(uri, "unsafe_path", f"the archive names {info.filename!r}, which lies outside of it")
        elif info.flag_bits & 1:
            yield Refused(uri, "encrypted", "the member is protected by a password")
        elif info.compress_size and info.file_size / info.compress_size > _RATIO and info.file_size > 1 << 20:
            yield Refused(uri, "bomb", f"the member would grow {info.file_size // info.compress_size} times")
        else:
            yield _member(document, info.filename, lambda info=info: archive.open(info), budget)  # type: ignore[misc]


def _split_tar(document: Document, budget: Budget) -> Iterator[Part]:
    try:
        archive = tarfile.TarFile(fileobj=io.BytesIO(document.content))
    except _DAMAGE as error:
        raise UnreadableError("broken", f"the TAR file is damaged: {error}"[:300]) from error
    with archive:
        yield from guarded(document, _tar_members(document, archive, budget), *_DAMAGE)


def _tar_members(document: Document, archive: tarfile.TarFile, budget: Budget) -> Iterator[Part]:
    for info in archive:
        if info.isdir() or _is_ignored(info.name):
            continue
        budget.count_member()
        uri = part_uri(document, info.name)
        if not _is_inside(info.name) or info.issym() or info.islnk():
            yield Refused(uri, "unsafe_path", f"the archive holds {info.name!r}, a link or a name outside of it")
        elif not info.isfile():
            yield Refused(uri, "not_a_file", "the member is a device or a pipe")
        else:
            yield _member(document, info.name, lambda info=info: archive.extractfile(info) or io.BytesIO(), budget)  # type: ignore[misc]


def _member(document: Document, name: str, open_member: Callable[[], IO[bytes]], budget: Budget) -> Part:
    """One member; when it is damaged or a bomb, only this one is refused, unless the budget of the whole is spent."""
    try:
        with open_member() as file:
            return member(document, name, read_limited(file.read, budget))
    except UnreadableError as error:
        if budget.bytes_left < 0:
            raise
        return Refused(part_uri(document, name), error.code, error.reason)
    except _DAMAGE as error:
        return Refused(part_uri(document, name), "broken", f"the member is damaged: {error}"[:300])


def _split_compressed(document: Document, budget: Budget) -> Iterator[Part]:
    """A single compressed file: what is inside, under its name without the ending."""
    openers: tuple[tuple[bytes, Callable[[Any], Any]], ...] = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open))
    opener = next((open_ for mark, open_ in openers if document.content.startswith(mark)), None)
    if opener is None:
        raise UnreadableError("broken", "the file is not compressed as its name says")
    name = PurePosixPath(document.uri.split("#")[-1]).name
    inner = (
        name[: name.rfind(".")]
        if name.endswith((".gz", ".bz2", ".xz"))
        else f"{name.removesuffix('.tgz')}.tar"
        if name.endswith(".tgz")
        else name
    )
    try:
        with opener(io.BytesIO(document.content)) as file:
            content = read_limited(file.read, budget, limit=2 * MAX_MEMBER_BYTES)
    except _DAMAGE as error:
        raise UnreadableError("broken", f"the compressed file is damaged: {error}"[:300]) from error
    yield member(document, inner or "content", content)


def _is_inside(name: str) -> bool:
    """Whether a member's name stays inside the archive. `../../etc/passwd` and `C:/x` do not."""
    path = name.replace("\\", "/")
    return not path.startswith("/") and ".." not in path.split("/") and ":" not in path.split("/")[0]


def _is_ignored(name: str) -> bool:
    """Files that systems add: `__MACOSX/._x`, `.DS_Store`."""
    return (
        any(part.startswith(".") and part not in ("..", ".") for part in name.split("/"))
        or name.startswith("__MACOSX/")
        or name.endswith("Thumbs.db")
    )


def _is_compressed(head: bytes) -> bool:
    """Compressed, and not by the habit of web archives, which warc.py reads record by record."""
    return head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")) and not unzipped_head(head).startswith(b"WARC/")


FORMATS = (
    Format("application/zip", (".zip",), lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")), split=_split_zip),
    Format("application/x-tar", (".tar",), lambda head: head[257:262] == b"ustar", split=_split_tar),
    Format("application/gzip", (".gz", ".tgz", ".bz2", ".xz"), lambda head: _is_compressed(head), split=_split_compressed),
)
