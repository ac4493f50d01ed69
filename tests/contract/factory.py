"""Invented articles as rows: every fact kind, real offsets, people who turn up in many articles."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from etl.dated import DatedFacts
from etl.ids import stable_id
from etl.store import Batch
from etl.text.fingerprint import story_signature

Rows = dict[str, list[dict[str, Any]]]

PEOPLE = (
    ("Tivona Marsh", "Marsh", "NZ"),
    ("Orin Halvard", "Halvard", "NO"),
    ("Lekha Danso", "Danso", None),
    ("Petra Quill", "Quill", "IE"),
    ("Samir Okafor", "Okafor", "NG"),
)
ORGANISATIONS = (("Ministry of Tides", "MoT", "ministry"), ("Harbour Workers Union", "HWU", "union"), ("Quayside Bank", None, "bank"))
PLACES = (("Port Ellery", "city", 12.5, 101.25), ("Northmere", "province", None, None), ("Vastland", "country", 10.0, 100.0))
SOURCES = ("Tidal Times", "The Ellery Courier")


def entity(name: str) -> int:
    """Id of an entity by its full name."""
    return stable_id("entity", name)


@dataclass
class ArticleMaker:
    """Writes one article sentence by sentence and notes the rows with their offsets. `version` changes what is said, not the uri."""

    number: int
    version: int = 0
    published: date | None = None
    text: str = ""
    rows: Rows = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.uri = f"file:///landing/{self.number:05}.txt"
        self.article_id = stable_id("article", self.uri)
        self.random = random.Random(f"{self.number}/{self.version}")

    def make(self) -> Rows:
        """The article's rows by table."""
        person, other = self.random.sample(PEOPLE, 2)
        organisation, place = self.random.choice(ORGANISATIONS), self.random.choice(PLACES)
        headline = self._write(f"{organisation[0]} counts boats, report {self.version}")
        self._zone("headline", *headline)
        self.text += "\n"
        body = len(self.text)
        for who in (person, other):
            self._person(*who)
        self._organisation(*organisation)
        self._place(*place)
        self._position(person, organisation)
        self._quote_with_figure(person)
        self._meeting(person, other, place)
        self._split_quote(other)
        self._silence(other)
        self._zone("body", body, len(self.text))
        self.text += "\n"
        self._zone("furniture", *self._write("Read more: Nobody Named Zed wins 77 prizes"))
        self._article(headline)
        return {table: [{**row, "article_id": self.article_id} for row in rows] for table, rows in self.rows.items()}

    def _write(self, words: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += words
        return start, len(self.text)

    def _zone(self, kind: str, start: int, end: int) -> None:
        self.rows["zones"].append({"kind": kind, "start_char": start, "end_char": end})

    def _mention(self, name: str, kind: str, form: str = "name") -> tuple[int, int]:
        start, end = self._write(name)
        self.rows["mentions"].append(
            {
                "mention_id": stable_id("mention", self.article_id, start),
                "entity_id": entity(name),
                "entity_kind": kind,
                "kind": form,
                "start_char": start,
                "end_char": end,
                "surface": name,
            }
        )
        return start, end

    def _person(self, name: str, family: str, country: str | None) -> None:
        stated = country if self.random.random() < 0.5 else None
        self.rows["people"].append(
            {
                "person_id": entity(name),
                "name": name,
                "family_name": family,
                "given_name": name.split()[0],
                "name_order": "given_first",
                "country_code": stated,
            }
        )
        self.rows["entity_names"].append({"entity_id": entity(name), "name": name, "kind": "full"})
        if self.random.random() < 0.3:
            self.rows["entity_names"].append({"entity_id": entity(name), "name": family, "kind": "short"})

    def _organisation(self, name: str, acronym: str | None, kind: str) -> None:
        stated = acronym if self.random.random() < 0.5 else None
        self.rows["organisations"].append({"organisation_id": entity(name), "name": name, "acronym": stated, "kind": kind})
        self.rows["entity_names"].append({"entity_id": entity(name), "name": name, "kind": "full"})

    def _place(self, name: str, kind: str, latitude: float | None, longitude: float | None) -> None:
        self.rows["places"].append({"place_id": entity(name), "name": name, "kind": kind, "latitude": latitude, "longitude": longitude})
        self.rows["entity_names"].append({"entity_id": entity(name), "name": name, "kind": "full"})

    def _position(self, person: tuple[str, Any, Any], organisation: tuple[str, Any, Any]) -> None:
        start, _ = self._write("Director ")
        _, end = self._mention(person[0], "person")
        self._write(" of ")
        self._mention(organisation[0], "organisation")
        self.rows["positions"].append(
            {
                "position_id": stable_id("position", self.article_id, start),
                "person_id": entity(person[0]),
                "organisation_id": entity(organisation[0]),
                "title": "Director",
                "status": "current",
                "start_char": start,
                "end_char": end,
            }
        )

    def _quote_with_figure(self, person: tuple[str, Any, Any]) -> None:
        cue_start, cue_end = self._write(" said")
        self._write(" that ")
        start = len(self.text)
        quote = stable_id("quote", self.article_id, start)
        amount = self.random.randint(20, 90)
        figure_start, figure_end = self._write(f"more than {amount}00")
        what_start, what_end = self._write(" boats")
        self._write(" lay in the harbour")
        end = len(self.text)
        self.rows["quotes"].append(
            {
                "quote_id": quote,
                "kind": "indirect",
                "text": self.text[start:end],
                "start_char": start,
                "end_char": end,
                "speaker_id": entity(person[0]),
                "speaker_text": person[0],
                "cue": "said",
                "cue_lemma": "say",
                "cue_start_char": cue_start + 1,
                "cue_end_char": cue_end,
            }
        )
        self.rows["quote_segments"].append({"quote_id": quote, "segment_no": 1, "start_char": start, "end_char": end})
        self.rows["quote_speakers"].append({"quote_id": quote, "speaker_no": 1, "entity_id": entity(person[0])})
        self.rows["figures"].append(
            {
                "figure_id": stable_id("figure", self.article_id, figure_start),
                "start_char": figure_start,
                "end_char": figure_end,
                "surface": self.text[figure_start:figure_end],
                "value": amount * 100.0,
                "unit": "boat",
                "comparator": "gt",
                "type": "stock",
                "measured": "boats",
                "measured_key": "boat",
                "measured_start_char": what_start + 1,
                "measured_end_char": what_end,
                "attributed_to_id": entity(person[0]),
                "quote_id": quote,
            }
        )
        figure = self.rows["figures"][-1]["figure_id"]
        self.rows["figure_sources"].append({"figure_id": figure, "source_no": 1, "entity_id": entity(person[0])})
        self._write(".\n")

    def _split_quote(self, person: tuple[str, Any, Any]) -> None:
        quote = stable_id("quote", self.article_id, len(self.text) + 1)
        pieces = []
        self._write("“")
        pieces.append(self._write("The sea keeps no accounts,"))
        self._write("” ")
        self._mention(person[0], "person")
        self._write(" wrote. “")
        pieces.append(self._write("We do."))
        self._write("”\n")
        words = " … ".join(self.text[start:end] for start, end in pieces)
        self.rows["quotes"].append(
            {
                "quote_id": quote,
                "kind": "direct",
                "text": words,
                "start_char": pieces[0][0],
                "end_char": pieces[1][1],
                "speaker_id": entity(person[0]),
                "speaker_text": person[0],
                "cue": "wrote",
                "act": "request",
                "strength": "ask",
                "outcome": "pending",
                "utterance_id": stable_id("utterance", words),
            }
        )
        for number, (start, end) in enumerate(pieces, 1):
            self.rows["quote_segments"].append({"quote_id": quote, "segment_no": number, "start_char": start, "end_char": end})
        self.rows["quote_speakers"].append({"quote_id": quote, "speaker_no": 1, "entity_id": entity(person[0])})

    def _silence(self, person: tuple[str, Any, Any]) -> None:
        self._mention(person[0], "person")
        self._write(" ")
        start, end = self._write("declined to comment")
        self.rows["no_comments"].append(
            {
                "no_comment_id": stable_id("no_comment", self.article_id, start),
                "kind": "declined",
                "text": self.text[start:end],
                "start_char": start,
                "end_char": end,
                "speaker_id": entity(person[0]),
                "speaker_text": person[0],
            }
        )
        self._write(".\n")

    def _meeting(self, person: tuple[str, Any, Any], other: tuple[str, Any, Any], place: tuple[Any, ...]) -> None:
        year = 2020 + self.random.randint(0, 2)
        name = f"{year} Harbour Forum"
        forum, talks = stable_id("meeting", name), stable_id("meeting", self.article_id, "talks")
        status = self.random.choice(["planned", "held"])
        day = date(year, 5, self.random.randint(1, 3))
        self._write("They ")
        met = self._write("met")
        self._write(" at the ")
        named = self._write(name)
        self._write(" in ")
        self._mention(place[0], "place")
        self._write(".\n")
        self.rows["meetings"] += [
            {
                "meeting_id": forum,
                "kind": "forum",
                "name": name,
                "status": status,
                "place_id": entity(place[0]),
                "date_text": "May",
                "date_from": day,
                "date_to": day,
                "date_basis": "stated",
            },
            {"meeting_id": talks, "kind": "bilateral_meeting", "status": "held", "parent_id": forum, "parent_relation": "sidelines"},
        ]
        for meeting, (start, end) in ((talks, met), (forum, named)):
            self.rows["meeting_reports"].append(
                {
                    "meeting_report_id": stable_id("report", self.article_id, start),
                    "meeting_id": meeting,
                    "start_char": start,
                    "end_char": end,
                    "surface": self.text[start:end],
                }
            )
        for who in (person, other):
            self.rows["meeting_participants"].append({"meeting_id": talks, "entity_id": entity(who[0]), "role": "participant"})

    def _article(self, headline: tuple[int, int]) -> None:
        signature = story_signature(self.text)
        assert signature is not None
        self.rows["story_signatures"].append({"minima": signature.encode()})
        self.rows["story_bands"] += [{"band": band} for band in signature.bands]
        self.rows["dated_facts"].append({"facts": DatedFacts(self.article_id, (), ()).encode()})
        source = self.random.choice(SOURCES)
        digest = sha256(self.text.encode()).hexdigest()
        document = stable_id("document", self.uri, digest)
        self.rows["sources"].append({"source_id": stable_id("source", source), "name": source, "domain": None})
        self.rows["documents"].append(
            {
                "document_id": document,
                "uri": self.uri,
                "sha256": digest,
                "media_type": "text/plain",
                "byte_size": len(self.text.encode()),
                "charset": "utf-8",
                "received_at": "2026-11-22T03:00:00+00:00",
                "status": "loaded",
            }
        )
        self.rows["articles"].append(
            {
                "document_id": document,
                "source_id": stable_id("source", source),
                "headline": self.text[slice(*headline)],
                "language": "en",
                "published_from": self.published,
                "published_to": self.published,
                "text": self.text,
                "word_count": len(self.text.split()),
                "extractor_version": "test",
            }
        )


def make_article(number: int, version: int = 0) -> Rows:
    """Rows of one invented article; every third has no publication date."""
    published = date(2021, 1 + number % 12, 1 + number % 28) if number % 3 else None
    return ArticleMaker(number, version, published).make()


def make_batch(load_id: int, articles: Iterable[Rows]) -> Batch:
    """A batch of several articles' rows."""
    merged: Rows = defaultdict(list)
    for article in articles:
        for table, rows in article.items():
            merged[table] += [dict(row) for row in rows]
    for row in merged["documents"]:
        row.pop("article_id", None)
    return Batch(load_id, dict(merged))


def quarantined(number: int, code: str = "empty") -> dict[str, Any]:
    """A ledger row of a document that could not be read."""
    uri = f"file:///landing/bad{number}.txt"
    return {
        "document_id": stable_id("document", uri, "0"),
        "uri": uri,
        "sha256": "0" * 64,
        "byte_size": 0,
        "received_at": "2026-11-22T03:00:00+00:00",
        "status": "quarantined",
        "reason_code": code,
        "reason": "the document holds no text",
    }
