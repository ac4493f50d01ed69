"""A very small tagger, trained on one article: the whole way from gold to ONNX and back, in seconds."""

from __future__ import annotations

from pathlib import Path

import torch

from etl.model import Tagger
from etl.model.pieces import Pieces
from etl.model.training.augment import Augmenter, Rates
from etl.model.training.corpus import Article
from etl.model.training.export import export
from etl.model.training.loop import Settings, train
from etl.model.training.network import Network
from etl.model.words import read_paragraphs


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
