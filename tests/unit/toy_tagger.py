"""A very small tagger, trained on one article: the whole way from gold to ONNX and back, in seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import torch

from etl.model import Tagger
from etl.model.manifest import NETWORK
from etl.model.pieces import Pieces
from etl.model.tagger import INPUTS
from etl.model.training.augment import Augmenter, Rates
from etl.model.training.corpus import Article
from etl.model.training.export import SAMPLE, export
from etl.model.training.loop import Settings, train
from etl.model.training.network import Network
from etl.model.training.recover import read_network
from etl.model.windows import build_row, cut_windows, window_input
from etl.model.words import read_paragraphs, read_words


def compare_toy(folder: str) -> float:
    """How far the exported graph is from the network it was made of: root mean square of the difference, as a share of that of the outputs.

    On the sample text from which the export takes the state of `[CLS]`, so that only eight-bit rounding is left.
    """
    words = sorted({w.spelling.lower() for w in read_words(SAMPLE, 0, len(SAMPLE))})
    vocabulary = Path(folder) / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words]) + "\n", encoding="utf-8")
    torch.manual_seed(2)
    network = Network(len(words) + 4, width=64, layers=2, heads=4, inner=128, places=256).eval()
    export(network, vocabulary, Path(folder) / "weights", "toy")
    pieces = Pieces.read(vocabulary)
    row = build_row([read_words(SAMPLE, 0, len(SAMPLE))], pieces)
    ids, types = window_input(row, cut_windows(row)[0], pieces)
    wanted = row.first[3:20]
    session = onnxruntime.InferenceSession(Path(folder) / "weights" / NETWORK)
    found = session.run(None, dict(zip(INPUTS, (ids[1:], types[1:], wanted), strict=True)))[0]
    with torch.no_grad():
        expected = torch.cat(network(torch.from_numpy(ids)[None], torch.from_numpy(types)[None]), -1)[0, wanted + 1].numpy()
    return float(np.sqrt(((found - expected) ** 2).mean() / (expected**2).mean()))


def export_twice(folder: str) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """A random network's weights, and what is read back from its exported graph into another random network of that size."""
    words = sorted({w.spelling.lower() for w in read_words(SAMPLE, 0, len(SAMPLE))})
    vocabulary = Path(folder) / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words]) + "\n", encoding="utf-8")
    one, other = (Network(len(words) + 4, width=64, layers=2, heads=4, inner=128, places=256).eval() for _ in range(2))
    export(one, vocabulary, Path(folder) / "weights", "toy")
    return dict(one.state_dict()), dict(read_network(Path(folder) / "weights", other).state_dict())


def train_toy(article: Article, folder: str) -> set[tuple[str, str, str]]:
    """(head, label, words) that a toy network finds in the article it was trained on, after export and eight-bit rounding."""
    words = sorted({w.spelling.lower() for p in read_paragraphs(article.text, article.regions) for w in p})
    vocabulary = Path(folder) / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words]) + "\n", encoding="utf-8")
    torch.manual_seed(1)
    network = Network(len(words) + 4, width=48, layers=1, heads=2, inner=64, places=256, dropout=0.0)
    settings = Settings(epochs=60, batch=1, rate=3e-3, new_rate=3e-3, masking=0.0)
    train(network, [article], Pieces.read(vocabulary), Augmenter([article], Rates(0, 0, 0, 0, 0)), settings, lambda _: None)
    export(network, vocabulary, Path(folder) / "weights", "toy")
    tagging = Tagger(Path(folder) / "weights").tag(article.text, article.regions)
    return {(s.head, s.label, article.text[s.start : s.end]) for s in tagging.spans}
