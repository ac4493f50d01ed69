"""What ready-made programs need for the same texts: run by `bench.py` with a Python that has them, it imports nothing of this project.

`PYTHON tests/evaluation/peers.py [NAME…] < texts.json` reads a JSON list of texts and prints a JSON list of
{name, version, detail, seconds}: CPU seconds of one thread over all texts, after a first text that loads what is loaded once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distributions, version
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
Run = Callable[[str], Any]


def model() -> str | None:
    """The English pipeline that is installed beside spaCy, under whatever name it came."""
    names = sorted(d.metadata["Name"] for d in distributions())
    return next((name.replace("-", "_") for name in names if name.replace("-", "_").startswith("en_core_web")), None)


def spacy_pipeline() -> tuple[Run, str]:
    """Tokens, tags, parse, entities and lemmas."""
    import spacy

    if (name := model()) is None:
        return spacy.blank("en"), "tokens only: no model is installed"
    pipeline = spacy.load(name)
    return pipeline, f"{name} {version(name)}: {', '.join(pipeline.pipe_names)}"


def textacy_quotes() -> tuple[Run, str]:
    """Direct quotations with cue and speaker, over spaCy's parse."""
    from textacy.extract import triples

    pipeline, detail = spacy_pipeline()
    return lambda text: list(triples.direct_quotations(pipeline(text))), f"direct quotations, over {detail.split(':')[0]}"


def quantulum() -> tuple[Run, str]:
    """Quantities with their units."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its model was pickled by an older scikit-learn, which no present one reads
    return parser.parse, "quantities, without its classifier of ambiguous units"


PEERS: dict[str, Callable[[], tuple[Run, str]]] = {"spacy": spacy_pipeline, "textacy": textacy_quotes, "quantulum3": quantulum}


def measure(name: str, texts: list[str]) -> dict[str, Any]:
    """One line; `failed` says why there are no seconds."""
    try:
        run, detail = PEERS[name]()
        _fails(run, texts[0])
        started = time.process_time()
        failures = sum(_fails(run, text) for text in texts)
        found = {"name": name, "version": version(name), "detail": detail, "seconds": time.process_time() - started}
    except (ImportError, PackageNotFoundError) as error:
        return {"name": name, "failed": f"not installed ({error})"}
    return found | ({"detail": f"{detail}; it failed on {failures} texts"} if failures else {})


def _fails(run: Run, text: str) -> bool:
    try:
        run(text)
    except Exception:  # whatever a program raises is a result, too
        return True
    return False


def main() -> None:
    """Measure all, or those named."""
    texts = json.load(sys.stdin)
    print(json.dumps([measure(name, texts) for name in sys.argv[1:] or PEERS]))


if __name__ == "__main__":
    main()
