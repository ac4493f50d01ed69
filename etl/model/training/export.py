"""From trained weights to the files of the run time: ONNX, eight-bit, checksummed."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from etl.model.manifest import MANIFEST, NETWORK, VOCABULARY, Manifest, checksum
from etl.model.schema import LABELS, LINKS
from etl.model.training.network import LINK_WIDTH, Network


def export(network: Network, vocabulary: Path, folder: Path, version: str) -> None:
    """Writes `tagger.onnx` (int8), `vocab.txt` and `manifest.json` to `folder`; the files there are replaced only when all are made."""
    with tempfile.TemporaryDirectory() as made_in:
        made = Path(made_in)
        write_onnx(network, made / "float.onnx")
        quantise(made / "float.onnx", made / NETWORK)
        shutil.copyfile(vocabulary, made / VOCABULARY)
        describe(network, made, version)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (NETWORK, VOCABULARY, MANIFEST):
            shutil.copyfile(made / name, folder / name)


def write_onnx(network: Network, path: Path) -> None:
    """The network in full precision, for one window of any length."""
    example = (torch.ones((1, 16), dtype=torch.int64), torch.zeros((1, 16), dtype=torch.int64))
    names = {"input_names": ["ids", "types"], "output_names": ["logits", "vectors"]}
    axes = {name: {1: "pieces"} for name in ("ids", "types", "logits", "vectors")}
    torch.onnx.export(network.cpu().eval(), example, str(path), dynamo=False, opset_version=17, dynamic_axes=axes, **names)


def quantise(source: Path, target: Path) -> None:
    """Eight-bit weights, a scale per channel; activations are scaled as they come."""
    logging.getLogger().setLevel(logging.ERROR)  # onnxruntime advises a pre-processing that changes nothing here
    quantize_dynamic(source, target, per_channel=True, weight_type=QuantType.QInt8)


def describe(network: Network, folder: Path, version: str) -> None:
    """Writes the manifest of the files in `folder`."""
    reach = network.reach.detach().cpu().tolist()
    Manifest(
        version=version,
        sha256={name: checksum(folder / name) for name in (NETWORK, VOCABULARY)},
        labels={head: list(labels) for head, labels in LABELS.items()},
        links=list(LINKS),
        links_width=LINK_WIDTH,
        reach={kind: [round(x, 4) for x in reach[i]] for i, kind in enumerate(LINKS)},
    ).write(folder)
