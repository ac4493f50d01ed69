"""What each part costs: `make bench`, or `python -m tests.evaluation.bench [--sizes 1000 10000 100000] [--articles 120] [--peers PYTHON]`.

Words per second of CPU time on one core, so that other work on the machine disturbs little; how loading a hundred articles more and
publishing grow with what is stored; and ready-made programs over the same texts. Rewrites the marked sections of docs/BENCHMARK.md.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
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
from etl.readers.language import detect_language
from etl.resolve import resolve_article
from etl.rows import ArticleFacts, RowBuilder
from etl.store import Batch, Store
from tests.evaluation.synthetic import Originals
from tests.gold import ROOT, read_gold, split

REPORT = ROOT / "docs" / "BENCHMARK.md"
ADDED = 100
PEERS = {
    "spacy": ("tagging", "sentences and tokens", "mentions"),
    "textacy": ("tagging", "sentences and tokens", "mentions", "resolution", "quotes", "speakers"),
    "quantulum3": ("tagging", "sentences and tokens", "figures"),
}
"""Ready-made programs, and our parts that answer the same question."""
GOAL_WORDS = 6_000
_FOREIGN = "Der Minister traf am Montag in Berlin die Vertreter der Gewerkschaften und sprach mit ihnen über die Löhne im Hafen."


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
    """Every part once over corpus train, after a first article that loads what is loaded once, and a text of another language, at which
    the language model is (half a CPU-second, which else fell on whichever article first needs it).
    """
    clock, tagger = Clock(), Tagger()
    detect_language(_FOREIGN)
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
class Cost:
    """CPU and wall seconds."""

    cpu: float
    wall: float


@contextmanager
def _measured() -> Iterator[Cost]:
    started, wall, cost = cpu(), time.monotonic(), Cost(0, 0)
    yield cost
    cost.cpu, cost.wall = cpu() - started, time.monotonic() - wall


@dataclass
class Size:
    """A warehouse of so many articles: what it costs to publish, to save a hundred more and to publish these; sizes in bytes."""

    articles: int
    anew: Cost
    saving: Cost
    renewal: Cost
    record: int
    snapshot: int


def measure_size(facts: Sequence[ArticleFacts], articles: int, folder: Path) -> Size:
    """Fill a store with invented articles and publish it; twice add some and publish again: the second time counts (caches are warm)."""
    url, target = f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb"
    originals = Originals(facts)
    originals.fill(url, articles)
    with _measured() as anew:
        publish(url, target, SQL)
    for number in range(2):
        store = Store.open(url)
        load = store.begin_load()
        more = list(originals.batches(range(articles + number * ADDED, articles + (number + 1) * ADDED), load))
        with _measured() as saving:
            for batch in more:
                store.save(batch)
        store.finish_load(load)
        store.close()
        with _measured() as renewal:
            publish(url, target, SQL)
    return Size(articles, anew, saving, renewal, (folder / "record.sqlite").stat().st_size, target.stat().st_size)


@dataclass
class Duel:
    """A peer's answer, and our CPU seconds by part over the same texts just before and after it."""

    answer: dict[str, Any]
    spent: Counter[str]


def measure_peers(texts: Sequence[str], python: str) -> list[Duel]:
    """Each ready-made program that the interpreter `python` has, in turns with ours."""
    found = []
    for name, _ in PEERS.items():
        ours = _spend(texts)
        command = [python, str(ROOT / "tests" / "evaluation" / "peers.py"), name]
        done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
        ours += _spend(texts)
        found.append(Duel(json.loads(done.stdout)[0], Counter({part: spent / 2 for part, spent in ours.items()})))
    return found


def _spend(texts: Sequence[str]) -> Counter[str]:
    """CPU seconds by part, from reading to rows."""
    clock, tagger = Clock(), Tagger()
    for number, text in enumerate([texts[0], *texts]):
        _measure_article(clock, tagger, text, number)
        if number == 0:
            clock.spent.clear()
    return clock.spent


def parts_section(parts: Parts) -> str:
    """What each part costs."""
    whole = sum(parts.spent.values())
    rate = parts.words / whole
    lines = [
        f"{parts.words:,} words in {len(parts.facts)} articles of corpus train.",
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
        f"{_met(rate >= GOAL_WORDS)} and {_met(whole <= 1.4 * parts.spent['tagging'])}. "
        f"Peak memory of the process that reads and extracts: {parts.memory / 1024:,.0f} MB.",
    ]
    return "\n".join(lines)


def growth_section(parts: Parts, sizes: Sequence[Size]) -> str:
    """How adding and publishing grow with what is stored."""
    first, last = sizes[0], sizes[-1]
    extraction = sum(spent for part, spent in parts.spent.items() if part != "store") / len(parts.facts) * ADDED
    adding = (extraction + last.saving.cpu) / (extraction + first.saving.cpu)
    renewing = last.renewal.cpu / first.renewal.cpu
    lines = [
        f"Invented articles with the facts of real ones (`tests/evaluation/synthetic.py`), and then {ADDED} more. "
        f"`saving`: what the store needs for these; before that, reading and extracting as many costs {extraction:.1f} CPU-seconds "
        "whatever is stored (the parts above). `renewal`: their publication; `anew`: that of everything, as after a change of rules. "
        "CPU-seconds of all threads and processes.",
        "",
        "| stored articles | saving | times the first | renewal | times the first | wall s | anew | wall s | store, MB | snapshot, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {s.articles:,} | {s.saving.cpu:.2f} | {s.saving.cpu / first.saving.cpu:.2f} | {s.renewal.cpu:.1f} | "
            f"{s.renewal.cpu / first.renewal.cpu:.2f} | {s.renewal.wall:.1f} | {s.anew.cpu:.1f} | {s.anew.wall:.1f} | "
            f"{s.record / 1e6:,.0f} | {s.snapshot / 1e6:,.0f} |"
            for s in sizes
        ),
        "",
        f"From {first.articles:,} to {last.articles:,} stored articles adding {ADDED}, extraction included, costs {adding:.2f} times as "
        f"much (target 1.3, at 100,000), their publication {renewing:.2f} times (target 3).",
    ]
    return "\n".join(lines)


def peers_section(duels: Sequence[Duel], words: int) -> str:
    """Ready-made programs beside ours."""
    lines = [
        "The same texts, one thread, each program in turns with ours (before and after it, halved), so that the machine is the same "
        "for both: ratios count. `same job`: our parts that answer the same question, the tagger included; so many times as fast are we.",
        "",
        "| program | what it does | words per CPU-second | ours, reading to rows | ratio | ours, same job | ratio |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for duel in duels:
        answer, spent = duel.answer, duel.spent
        if "failed" in answer:
            lines.append(f"| {answer['name']} | {answer['failed']} | | | | | |")
            continue
        whole, same = sum(spent.values()), sum(spent[part] for part in PEERS[answer["name"]])
        shown = [f"{words / seconds:,.0f}" for seconds in (answer["seconds"], whole, same)]
        ratios = [f"{answer['seconds'] / seconds:.2f}" for seconds in (whole, same)]
        cells = [f"{answer['name']} {answer['version']}", answer["detail"], shown[0], shown[1], ratios[0], shown[2], ratios[1]]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def write_section(name: str, words: str, note: str) -> None:
    """Put the words, with date and machine, between the section's marks in docs/BENCHMARK.md; nothing else there changes."""
    machine = f"{platform.machine()}, {_processor()}, Python {platform.python_version()}"
    when = f"Measured on {date.today()}, extractor {installed_version()}: {machine}. {note}".strip()
    page = REPORT.read_text(encoding="utf-8")
    begin, end = f"<!-- make bench: {name} -->", f"<!-- end of {name} -->"
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{REPORT} has no section {begin} … {end}")
    REPORT.write_text(f"{before}{begin}\n{words}\n\n{when}\n{end}{after}", encoding="utf-8")
    print(words, when, sep="\n\n", flush=True)


def _processor() -> str:
    try:
        names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.processor()}, {len(names) or '?'} cores"


def main() -> None:
    """Measure what is asked and write it as soon as it is known: the largest size takes long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--peers", metavar="PYTHON", help="An interpreter that has spacy, textacy and quantulum3 and an English model.")
    parser.add_argument("--note", default="", help="A sentence on the machine's state.")
    asked = parser.parse_args()
    parts = measure_parts(asked.articles)
    write_section("parts", parts_section(parts), asked.note)
    if asked.peers:
        texts = [read_gold(name).text for name in split("train")[: asked.articles]]
        write_section("peers", peers_section(measure_peers(texts, asked.peers), sum(len(text.split()) for text in texts)), asked.note)
    sizes: list[Size] = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            sizes.append(measure_size(parts.facts, size, Path(folder)))
        write_section("growth", growth_section(parts, sizes), asked.note)


if __name__ == "__main__":
    main()
