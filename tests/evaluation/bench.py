"""What each part costs: `make bench`, or `python -m tests.evaluation.bench [--sizes 1000 10000 100000] [--articles 120]`.

Words per second of CPU time on one core, so that other work on the machine disturbs little; and how loading a hundred articles more and
publishing grow with what is stored. Writes docs/BENCHMARK.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from etl.extract.analysis import Analysis, regions_of
from etl.extract.figures import find_figures
from etl.extract.meetings import find_meetings
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.extract.quotes import find_quotes
from etl.home import SQL
from etl.ids import stable_id
from etl.load.loader import installed_version
from etl.model import Tagger
from etl.publish import publish
from etl.readers import Article, Document, read
from etl.readers.article import READABLE
from etl.resolve import resolve_article
from etl.rows import ArticleFacts, RowBuilder
from etl.store import Batch, Store
from tests.evaluation.synthetic import Originals
from tests.gold import ROOT, read_gold, split

REPORT = ROOT / "docs" / "BENCHMARK.md"
ADDED = 100
PEERS = ("spacy", "textacy", "quantulum3")
GOAL_WORDS = 6_000


def cpu() -> float:
    """CPU seconds of this process and of those it waited for."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Clock:
    """CPU seconds by part."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def on(self, part: str) -> Iterator[None]:
        """Count what happens within as this part's."""
        started = cpu()
        yield
        self.spent[part] += cpu() - started


@dataclass
class Parts:
    """CPU seconds by part over so many words, and the facts found."""

    words: int
    spent: Counter[str]
    facts: list[ArticleFacts]
    memory: int
    publishing: float


def measure_parts(articles: int) -> Parts:
    """Every part once over corpus train, after a first article that loads what is loaded once."""
    clock, tagger = Clock(), Tagger()
    texts = [read_gold(name).text for name in split("train")[:articles]]
    facts, rows, words = [], [], 0
    for number, text in enumerate([texts[0], *texts]):
        found, made, count = _measure_article(clock, tagger, text, number)
        if number == 0:
            clock.spent.clear()
            continue
        facts.append(found)
        rows.append(made)
        words += count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        publishing = _measure_store(clock, Path(folder), rows)
    return Parts(words, clock.spent, facts, memory, publishing)


def _measure_article(clock: Clock, tagger: Tagger, text: str, number: int) -> tuple[ArticleFacts, Any, int]:
    content = text.encode()
    uri = f"file:///bench/{number:05}.txt"
    with clock.on("reading"):
        (article,) = read(Document(uri, content, sha256(content).hexdigest()))
    spans = regions_of(article.text, article.spans_of(*READABLE))
    with clock.on("tagging"):
        tagging = tagger.tag(article.text, [(span.start, span.end) for span in spans])
    with clock.on("sentences and tokens"):
        analysis = Analysis(article.text, spans, article.spans_of("headline"), tagging)
    facts = _extract(clock, article, analysis)
    document = stable_id("document", uri, sha256(content).hexdigest())
    with clock.on("rows"):
        rows = RowBuilder(facts, document, "bench").build()
    received = {"received_at": "2026-11-22T00:00:00+00:00", "status": "loaded", "media_type": "text/plain"}
    rows["documents"] = [
        {"document_id": document, "uri": uri, "sha256": sha256(content).hexdigest(), "byte_size": len(content), **received}
    ]
    return facts, rows, sum(len(span.of(article.text).split()) for span in spans)


def _extract(clock: Clock, article: Article, analysis: Analysis) -> ArticleFacts:
    """As `etl.parse.extract_facts`, timed."""
    with clock.on("mentions"):
        mentions = find_mentions(analysis)
    with clock.on("positions"):
        positions = find_positions(analysis, mentions)
    with clock.on("resolution"):
        entities = resolve_article(analysis, mentions, positions)
    with clock.on("quotes"):
        quotes = find_quotes(analysis, mentions)
    with clock.on("figures"):
        figures = find_figures(analysis, mentions)
    with clock.on("meetings"):
        meetings = find_meetings(analysis, mentions, entities)
    with clock.on("speakers"):
        speakers = entities.bind_speakers(quotes)
    return ArticleFacts(
        article=article,
        mentions=mentions,
        positions=positions,
        quotes=quotes,
        figures=figures,
        meetings=meetings,
        entities=entities,
        speakers=speakers,
    )


def _measure_store(clock: Clock, folder: Path, rows: Sequence[Any]) -> float:
    """Save in batches of 32, then publish; returns the CPU seconds of the publication."""
    store = Store.open(f"sqlite:///{folder / 'record.sqlite'}")
    load = store.begin_load()
    for at in range(0, len(rows), 32):
        batch: dict[str, list[Any]] = {}
        for article in rows[at : at + 32]:
            for table, more in article.items():
                batch.setdefault(table, []).extend(more)
        with clock.on("store"):
            store.save(Batch(load, batch))
    store.finish_load(load)
    store.close()
    started = cpu()
    publish(f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb", SQL)
    return cpu() - started


@dataclass
class Size:
    """A warehouse of so many articles: CPU seconds to add a hundred and to publish, and its size."""

    articles: int
    adding: float
    publishing: float
    publishing_wall: float
    record: int
    snapshot: int


def measure_size(facts: Sequence[ArticleFacts], articles: int, folder: Path) -> Size:
    """Fill a store with invented articles, then add some and publish."""
    url, target = f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb"
    originals = Originals(facts)
    originals.fill(url, articles)
    store = Store.open(url)
    load = store.begin_load()
    more = list(originals.batches(range(articles, articles + ADDED), load))
    started = cpu()
    for batch in more:
        store.save(batch)
    adding = cpu() - started
    store.finish_load(load)
    store.close()
    started, wall = cpu(), time.monotonic()
    publish(url, target, SQL)
    return Size(
        articles, adding, cpu() - started, time.monotonic() - wall, (folder / "record.sqlite").stat().st_size, target.stat().st_size
    )


def measure_peers(texts: Sequence[str]) -> list[str]:
    """A line for each ready-made program: its words per CPU-second, or that it is not installed."""
    found = []
    words = sum(len(text.split()) for text in texts)
    for name in PEERS:
        run = _peer(name) if importlib.util.find_spec(name) else None
        if run is None:
            found.append(f"| {name} | not installed (or without a model); not measured | |")
            continue
        run(texts[0])
        started = cpu()
        for text in texts:
            run(text)
        found.append(f"| {name} {version(name)} | {words / (cpu() - started):,.0f} | |")
    return found


def _peer(name: str) -> Callable[[str], Any] | None:
    if name == "quantulum3":
        from quantulum3 import parser

        return parser.parse  # type: ignore[no-any-return]
    import spacy

    models = spacy.util.get_installed_models()
    if not models:
        return None
    pipeline = spacy.load(models[0])
    if name == "spacy":
        return pipeline  # type: ignore[no-any-return]
    from textacy.extract import direct_quotations

    return lambda text: list(direct_quotations(pipeline(text)))


def report(parts: Parts, sizes: Sequence[Size], peers: Sequence[str], note: str) -> str:
    """The page."""
    whole = sum(parts.spent.values())
    rate = parts.words / whole
    lines = [
        "# What each part costs",
        "",
        f"Measured by `make bench` on {date.today()} with extractor {installed_version()}: {platform.machine()}, {_processor()}, "
        f"Python {platform.python_version()}. CPU time of one core, one thread. {note}".strip(),
        "",
        f"## Parts, over {parts.words:,} words in {len(parts.facts)} articles of corpus train",
        "",
        "| part | words per CPU-second | share of the load | in units of the tagger |",
        "|---|---:|---:|---:|",
        *(
            f"| {part} | {parts.words / spent:,.0f} | {spent / whole:.1%} | {spent / parts.spent['tagging']:.2f} |"
            for part, spent in parts.spent.items()
        ),
        f"| **whole load (read to store)** | **{rate:,.0f}** | 100 % | **{whole / parts.spent['tagging']:.2f}** |",
        f"| publication of these articles | {parts.words / parts.publishing:,.0f} | | {parts.publishing / parts.spent['tagging']:.2f} |",
        "",
        f"Target: {GOAL_WORDS:,} words per CPU-second and 1.4 tagger units for the whole load: "
        f"{'met' if rate >= GOAL_WORDS else 'not met'} and {'met' if whole <= 1.4 * parts.spent['tagging'] else 'not met'}. "
        f"Peak memory of the process that reads and extracts: {parts.memory / 1024:,.0f} MB.",
        "",
        "## Growth with what is stored",
        "",
        f"Invented articles with the facts of real ones. `adding`: CPU-seconds to save {ADDED} articles more.",
        "",
        "| stored articles | adding | times the first | publication, CPU s | wall s | times the first | record store, MB | snapshot, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {s.articles:,} | {s.adding:.2f} | {s.adding / sizes[0].adding:.2f} | {s.publishing:.1f} | {s.publishing_wall:.1f} | "
            f"{s.publishing / sizes[0].publishing:.1f} | {s.record / 1e6:,.0f} | {s.snapshot / 1e6:,.0f} |"
            for s in sizes
        ),
        "",
        "## Ready-made programs, same texts, one thread",
        "",
        "| program | words per CPU-second | our whole load is so many times as fast |",
        "|---|---:|---:|",
        *(
            line.replace(" | |", f" | {rate / float(line.split('|')[2].replace(',', '')):.1f} |") if "not" not in line else line
            for line in peers
        ),
    ]
    return "\n".join(lines) + "\n"


def _processor() -> str:
    try:
        names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.processor()}, {len(names) or '?'} cores"


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--note", default="", help="A sentence on the machine's state.")
    asked = parser.parse_args()
    parts = measure_parts(asked.articles)
    peers = measure_peers([read_gold(name).text for name in split("train")[: asked.articles]])
    sizes: list[Size] = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            sizes.append(measure_size(parts.facts, size, Path(folder)))
        REPORT.write_text(report(parts, sizes, peers, asked.note), encoding="utf-8")  # as far as it is, for the next size takes long
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
