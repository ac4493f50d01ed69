"""The version that every article carries: it changes whenever what is read from a text may change, and only then.

It is the package's version and a fingerprint of all that decides on facts: code and data of the readers, the language tools, the extractors
and the resolution, the rows they become, and the tagger with its weights. Example: `0.2.0+ab12cd34`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parent
_FOLDERS = ("readers", "text", "lexicon", "model", "extract", "resolve")
_MODULES = ("ids.py", "dated.py", "rows.py", "parse.py")
_KINDS = (".py", ".yaml", ".csv", ".json")  # the weights are in it by their checksums in manifest.json
_TRAINING = ("model/training/", "model/evaluate.py", "readers/zone_training.py", "readers/zone_samples.py")
_ACROSS = ("resolve/across.py", "resolve/decisions.py")
"""Who is who across articles: no part of reading one, for each publication settles it anew."""


def extractor_version(model_version: str) -> str:
    """Version of the extraction with this tagger; the same on every machine with the same files."""
    digest = hashlib.sha256(f"{_fingerprint(_PACKAGE)}\0{model_version}".encode())
    return f"{version('cuttings')}+{digest.hexdigest()[:8]}"


@cache
def _fingerprint(package: Path) -> str:
    """Of every file that decides on facts: 170 files, 2 MB, some 20 ms, once a process."""
    digest = hashlib.sha256()
    for name, path in sorted(sources(package)):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows holds the same rules
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def sources(package: Path = _PACKAGE) -> Iterator[tuple[str, Path]]:
    """(name, path) of every file that decides on facts; the name is relative to the package, with slashes."""
    for name in _MODULES:
        yield name, package / name
    for folder in _FOLDERS:
        for path in (package / folder).rglob("*"):
            name = path.relative_to(package).as_posix()
            if path.suffix in _KINDS and not name.startswith((*_TRAINING, *_ACROSS)):
                yield name, path
