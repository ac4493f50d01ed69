"""From trained weights to the files of the run time: ONNX, eight-bit, checksummed.

`python -m etl.model.training.export CHECKPOINT --version NAME` does so again for what training kept with `--checkpoint`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch

from etl.model.manifest import FOLDER, MANIFEST, NETWORK, VOCABULARY, Manifest, checksum
from etl.model.pieces import Pieces
from etl.model.schema import LABELS, LINKS
from etl.model.training.graph import Floats, build_graph
from etl.model.training.network import LINK_WIDTH, Network
from etl.model.windows import build_row, cut_windows, window_input
from etl.model.words import read_words

# Any English will do to find the state of `[CLS]`: between windows of the corpus it varies by a hundredth.
SAMPLE = (
    "The mayor said on Monday that the new bridge would cost 40 million euros, twice as much as planned. “We have no choice,” she told "
    "reporters after a meeting with the minister of transport."
)


def export(network: Network, vocabulary: Path, folder: Path, version: str) -> None:
    """Writes `tagger.onnx` (int8), `vocab.txt` and `manifest.json` to `folder`; the files there are replaced only when all are made."""
    network = network.cpu().eval()
    with tempfile.TemporaryDirectory() as made_in:
        made = Path(made_in)
        weights = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
        graph = build_graph(weights, network.layers[0].heads, first_states(network, Pieces.read(vocabulary)))
        onnx.save(graph, made / NETWORK)
        shutil.copyfile(vocabulary, made / VOCABULARY)
        describe(network, made, version)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (NETWORK, VOCABULARY, MANIFEST):
            shutil.copyfile(made / name, folder / name)


def first_states(network: Network, pieces: Pieces) -> Floats:
    """The state of `[CLS]` as it comes into each layer (layers x width), from a sample text."""
    row = build_row([read_words(SAMPLE, 0, len(SAMPLE))], pieces)
    ids, types = (torch.from_numpy(part)[None] for part in window_input(row, cut_windows(row)[0], pieces))
    states: list[torch.Tensor] = []
    hooks = [layer.register_forward_pre_hook(lambda _, inputs: states.append(inputs[0][0, 0])) for layer in network.layers]
    with torch.no_grad():
        network(ids, types)
    for hook in hooks:
        hook.remove()
    return torch.stack(states).numpy()


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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="full-precision weights of a network of the usual size")
    parser.add_argument("--version", required=True, help="name for the exported weights")
    parser.add_argument("--vocabulary", type=Path, default=FOLDER / VOCABULARY)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    state = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    network = Network(len(state["pieces.weight"]))
    network.load_state_dict(state)
    export(network, options.vocabulary, options.out, options.version)


if __name__ == "__main__":
    main()
