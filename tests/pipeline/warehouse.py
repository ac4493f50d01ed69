"""A home, its store and a folder of texts to offer, with a parser that fails on demand."""

from __future__ import annotations

from sqlalchemy import text

from etl.home import Home
from etl.load.lander import land
from etl.load.loader import Loader
from etl.load.request import LoadRequest
from etl.store import Store
from tests.pipeline import fake_parse

STORY = """Harbour town repairs its old pier after the storm

The council of the harbour town said on Monday that the old pier will open again in the summer, after two years of work.

Fishermen had asked for the repair since the storm of last winter, which tore away a third of the planks. {word}

The mayor said the work would be paid for by the region and the port authority in equal parts.
"""


class Warehouse:
    """A home, its store and a folder of texts to offer."""

    def __init__(self, root):
        self.home, self.texts = Home(root / "home").create(), root / "texts"
        self.texts.mkdir()
        self.store = Store.open(self.home.record_url)
        self.steps = []

    def offer(self, **words):
        for name, word in words.items():
            (self.texts / f"{name}.txt").write_text(STORY.format(word=word))

    def load(self, *names, metadata=None, workers=1, version=fake_parse.VERSION, retry=None, parse=fake_parse.fake_parser, on=None):
        """Load the folder, or what is named; `retry` alone names nothing."""
        self.steps.clear()
        paths = tuple(map(str, names)) if names else () if retry is not None else (str(self.texts),)
        again = self.store.quarantined(retry) if retry is not None else ()
        landing = land(LoadRequest(paths, metadata and str(metadata), workers, retry, on), self.home, again)
        loader = Loader(self.home, self.store, version, self.steps.append, parse)
        with self.store.write_lock():
            return loader.load(landing)

    def ledger(self):
        """(last part of the address, status, reason) of every document."""
        query = "select uri, status, reason_code from documents order by uri, status"
        return [(uri.rsplit("/", 1)[-1], status, code) for uri, status, code in self.rows(query)]

    def rows(self, query):
        with self.store.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]


def outcome_of(report):
    return report.loaded, report.unchanged, [(q.uri.rsplit("/", 1)[-1], q.code) for q in report.quarantined]
