"""What reading costs, not part of the tests: `python -m tests.evaluation.scale files 100000`, `… line 50`, `… share`.

`files N`: N small files through landing, the loader and the record store, with a stand-in for the extraction; peak memory of the process.
`line MB`: one file of a single line of so many megabytes, as text, as JSONL and as HTML.
`share`: reading as a share of extraction, over corpus test as plain text and as the pages of `page_templates.py`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from etl.home import Home
from etl.load.lander import land
from etl.load.loader import Loader, LoadReport
from etl.load.request import LoadRequest
from etl.readers import Article, Document, read
from etl.store import Store
from tests.evaluation.html_scores import build_story
from tests.evaluation.page_templates import TEMPLATES
from tests.gold import read_gold, split
from tests.pipeline import fake_parse

MEGABYTE = 1 << 20


def load_folder(root: Path) -> LoadReport:
    """Load `root/texts` into a new warehouse beside it, without extraction."""
    home = Home(root / "home").create()
    store = Store.open(home.record_url)
    landing = land(LoadRequest((str(root / "texts"),), None, 1), home)
    with store.write_lock():
        report = Loader(home, store, fake_parse.VERSION, make_parse=fake_parse.fake_parser).load(landing)
    store.close()
    return report


def write_files(folder: Path, count: int) -> None:
    """Small articles, all different, a hundred to a folder."""
    chance = random.Random(count)
    for number in range(count):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        words = " and the ".join(f"boat of {chance.randrange(10**6)} men" for _ in range(12))
        path.write_text(
            f"Council of town {number} meets again\n\nThe council said on Monday that it will meet again. It was the {words}.\n"
        )


def write_line(folder: Path, megabytes: int) -> None:
    """One endless line, three times over, and a small article beside it."""
    folder.mkdir()
    line = ("The council said on Monday that it will meet again. " * (megabytes * MEGABYTE // 52 + 1))[: megabytes * MEGABYTE]
    (folder / "line.txt").write_text(line)
    (folder / "line.jsonl").write_text(json.dumps({"title": "x", "text": line}))
    (folder / "line.html").write_text(f"<html><body><p>{line}</p></body></html>")
    (folder / "small.txt").write_text(
        "Council of the town meets again\n\nThe council said on Monday that it will meet again in the spring.\n"
    )


def measure_load(kind: str, amount: int) -> None:
    """Print what a load of that much took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (write_files if kind == "files" else write_line)(root / "texts", amount)
        started = time.monotonic()
        report = load_folder(root)
        seconds = time.monotonic() - started
        reasons = sorted({document.code for document in report.quarantined})
        print(f"{kind} {amount}: loaded {report.loaded}, quarantined {len(report.quarantined)} {reasons}, {seconds:.0f} s")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        started = time.monotonic()
        print(f"again: unchanged {load_folder(root).unchanged}, {time.monotonic() - started:.0f} s")


def measure_share() -> None:
    """Print seconds of reading and of extraction."""
    from etl.parse import Parser

    golds = [read_gold(article) for article in split("test")]
    parser = Parser()
    plain = [Document(f"file:///{gold.id}.txt", gold.text.encode(), sha256(gold.text.encode()).hexdigest()) for gold in golds]
    pages = [layout(build_story(gold)).encode() for gold in golds for layout in TEMPLATES]
    marked = [Document(f"file:///{n}.html", page, sha256(page).hexdigest()) for n, page in enumerate(pages)]
    for name, documents in (("plain text", plain), ("web pages", marked)):
        _timed(documents)  # patterns, weights and the language model are loaded once
        reading, articles = _timed(documents)
        parser(articles[:1], [0])
        started = time.process_time()
        for number, article in enumerate(articles):
            parser([article], [number])
        extraction = time.process_time() - started
        share = reading / extraction
        print(f"{name}: {len(articles)} articles, reading {reading:.2f} s, extraction {extraction:.2f} s of CPU: {100 * share:.1f} %")


def _timed(documents: Iterable[Document]) -> tuple[float, list[Article]]:
    started = time.process_time()
    articles = [article for document in documents for article in read(document)]
    return time.process_time() - started, articles


def main() -> None:
    """Measure one thing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["files", "line", "share"])
    parser.add_argument("amount", type=int, nargs="?", default=1000)
    options = parser.parse_args()
    if options.what == "share":
        measure_share()
    else:
        measure_load(options.what, options.amount)


if __name__ == "__main__":
    main()
