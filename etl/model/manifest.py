"""The files that hold the trained tagger: what is in them, and the check that they are whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from etl.model.links import BUCKETS
from etl.model.schema import LABELS, LINKS
from etl.version import extractor_version

FOLDER = Path(__file__).parent / "weights"
NETWORK, LOOK, VOCABULARY, MANIFEST = "tagger.onnx", "look.npz", "vocab.txt", "manifest.json"


class ModelError(Exception):
    """The tagger's weights are missing, damaged or made for another version of this code; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What belongs to a set of weights.

    `version` names them; `sha256` has a checksum for each file; `labels` and `links` are the schema they were trained with; `links_width`
    is the size of one link vector; `reach` has for each kind of link the score that each distance between two spans adds (see
    `etl.model.links`).
    """

    version: str
    sha256: dict[str, str]
    labels: dict[str, list[str]]
    links: list[str]
    links_width: int
    reach: dict[str, list[float]]

    def write(self, folder: Path) -> None:
        """To `manifest.json`."""
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the tagger's weights in `folder`, once every file of theirs agrees with it; raises ModelError."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"no usable tagger weights in {folder}: {error}. Install the package again or run `make model`.") from error
    for name in (NETWORK, VOCABULARY):
        check_file(folder / name, manifest)
    fits = manifest.labels == {head: list(labels) for head, labels in LABELS.items()} and manifest.links == list(LINKS)
    if not fits or any(len(manifest.reach.get(kind, ())) != BUCKETS for kind in LINKS):
        raise ModelError(f"the tagger weights in {folder} were made for other labels than etl/model/schema.py has. Run `make model`.")
    return manifest


def check_file(path: Path, manifest: Manifest) -> None:
    """Raises ModelError unless the file is the one that the manifest describes."""
    if not path.is_file():
        raise ModelError(f"{path} is missing. Install the package again or run `make model`.")
    if checksum(path) != manifest.sha256.get(path.name):
        raise ModelError(f"{path} is not the file that {MANIFEST} describes (damaged or half replaced). Install again or run `make model`.")


def installed_version() -> str:
    """The extractor version of this installation, without loading the model; raises ModelError when the weights are missing or damaged."""
    return extractor_version(read_manifest(FOLDER).version)
