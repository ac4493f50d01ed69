"""From one article's facts to rows of the contract tables, with deterministic ids.

With `dated.py` the only place that knows how ids are made. What depends on the publication date is resolved there, by the pure functions
that also re-date rows when that date arrives later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from etl.dated import DatedFacts, DatedMeeting, Side, article_columns, source_row, unique
from etl.extract.facts import Figure, Meeting, Mention, NoComment, Position, Quote
from etl.extract.figures.keys import measured_key
from etl.extract.quotes.utterance import fingerprint
from etl.ids import stable_id
from etl.readers.article import Article
from etl.resolve import ArticleEntities, LocalEntity
from etl.resolve.figure_sources import find_sources
from etl.resolve.speakers import speakers_at
from etl.text.fingerprint import story_signature
from etl.text.span import Span

Row = dict[str, Any]


@dataclass(frozen=True)
class ArticleFacts:
    """Everything one article states, as the extractors found it, and who is who in it."""

    article: Article
    mentions: tuple[Mention, ...]
    positions: tuple[Position, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    meetings: tuple[Meeting, ...]
    entities: ArticleEntities
    speakers: tuple[tuple[int, ...], ...]
    no_comments: tuple[NoComment, ...] = ()


@dataclass
class RowBuilder:
    """Rows of one article, table by table. `rows` maps a contract table to its rows."""

    facts: ArticleFacts
    document_id: int
    extractor_version: str
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.article = self.facts.article
        self.text = self.article.text
        self.article_id = stable_id("article", self.article.uri)
        self._entity_ids = [entity_id(entity, self.article_id) for entity in self.facts.entities.entities]
        self._quote_ids = [stable_id("quote", self.article_id, q.span.start, q.span.end, q.kind) for q in self.facts.quotes]

    def build(self) -> dict[str, list[Row]]:
        """All rows of the article."""
        self._article()
        self._entities()
        self._mentions()
        self._positions()
        self._quotes()
        self._no_comments()
        self._figures()
        self._dated()
        return {table: unique(rows) for table, rows in self.rows.items()}

    def _article(self) -> None:
        article = self.article
        if source := source_row(article):
            self._add("sources", source)
        body = " ".join(" ".join(span.of(self.text) for span in article.spans_of("body")).split())
        self._add(
            "articles",
            article_id=self.article_id,
            document_id=self.document_id,
            **article_columns(article),
            language=article.language,
            text=self.text,
            word_count=len(body.split()),
            story_id=self.article_id,  # a story of its own until the store has looked for copies
            extractor_version=self.extractor_version,
        )
        for zone in article.zones:
            self._add("zones", article_id=self.article_id, kind=zone.kind, start_char=zone.span.start, end_char=zone.span.end)
        if signature := story_signature(body):
            self._add("story_signatures", minima=signature.encode())
            for band in signature.bands:
                self._add("story_bands", band=band)

    def _entities(self) -> None:
        for entity, identity in zip(self.facts.entities.entities, self._entity_ids, strict=True):
            if entity.kind == "event":  # named events are rows of `meetings`
                continue
            self._add("entities", entity_id=identity, kind=entity.kind, name=entity.name)
            for name, kind in entity.names:
                self._add("entity_names", entity_id=identity, name=name, kind=kind)
            self._add(*self._subtype(entity, identity))

    def _subtype(self, entity: LocalEntity, identity: int) -> tuple[str, Row]:
        if entity.kind == "person":
            return "people", {
                "person_id": identity,
                "name": entity.name,
                "family_name": entity.family_name,
                "given_name": entity.given_name,
                "name_order": entity.name_order,
                "country_code": entity.country_code,
            }
        if entity.kind == "organisation":
            parent = self._entity_ids[entity.parent] if entity.parent is not None else None
            return "organisations", {
                "organisation_id": identity,
                "name": entity.name,
                "acronym": entity.acronym,
                "kind": entity.organisation_kind,
                "country_code": entity.country_code,
                "parent_id": parent,
            }
        return "places", {
            "place_id": identity,
            "name": entity.name,
            "kind": entity.place_kind,
            "country_code": entity.country_code,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
        }

    def _mentions(self) -> None:
        for index, mention in enumerate(self.facts.mentions):
            if mention.entity_kind == "event":
                continue
            self._add(
                "mentions",
                mention_id=stable_id("mention", self.article_id, mention.span.start, mention.span.end, mention.entity_kind),
                article_id=self.article_id,
                entity_id=self._id(self.facts.entities.mention_entity(index)),
                entity_kind=mention.entity_kind,
                kind=mention.form,
                start_char=mention.span.start,
                end_char=mention.span.end,
                surface=mention.span.of(self.text),
            )

    def _positions(self) -> None:
        for position in self.facts.positions:
            person = self._id(self.facts.entities.person_of(position))
            if person is None:
                continue
            # A title in the headline whose holder is named below it: between them stand lines that are not read (byline, caption).
            evidence = position.title_span if "\n" in position.span.of(self.text) else position.span
            self._add(
                "positions",
                position_id=stable_id("position", self.article_id, person, position.title_span.start),
                article_id=self.article_id,
                person_id=person,
                organisation_id=self._id(self.facts.entities.organisation_of(position)),
                organisation_basis=self.facts.entities.organisation_basis(position),
                title=position.title,
                status=position.status,
                country_code=self.facts.entities.country_of(position),
                start_char=evidence.start,
                end_char=evidence.end,
            )

    def _quotes(self) -> None:
        for quote, identity, speakers in zip(self.facts.quotes, self._quote_ids, self.facts.speakers, strict=True):
            addressee = self._id(self._entity(quote.addressee))
            source = self._source_of(quote)
            speaking = tuple(dict.fromkeys(e for e in map(self._id, speakers) if e is not None))
            self._add(
                "quotes",
                quote_id=identity,
                article_id=self.article_id,
                kind=quote.kind,
                text=" … ".join(s.of(self.text) for s in quote.segments),
                start_char=quote.span.start,
                end_char=quote.span.end,
                speaker_id=speaking[0] if speaking else None,
                speaker_text=source.of(self.text) if source else None,
                speaker_start_char=source.start if source else None,
                speaker_end_char=source.end if source else None,
                cue=quote.cue.of(self.text) if quote.cue else None,
                cue_lemma=quote.cue_lemma,
                cue_start_char=quote.cue.start if quote.cue else None,
                cue_end_char=quote.cue.end if quote.cue else None,
                medium=quote.medium,
                act=quote.act,
                addressee_id=addressee,
                addressee_text=quote.addressee.of(self.text) if quote.addressee else None,
                strength=quote.strength,
                outcome=self._outcome(quote, speakers),
                utterance_id=self._utterance(quote, speakers),
            )
            for number, segment in enumerate(quote.segments, 1):
                self._add("quote_segments", quote_id=identity, segment_no=number, start_char=segment.start, end_char=segment.end)
            for number, speaker in enumerate(speaking, 1):
                self._add("quote_speakers", quote_id=identity, speaker_no=number, article_id=self.article_id, entity_id=speaker)

    def _source_of(self, quote: Quote) -> Span | None:
        """The words that name who speaks: beside the cue, or, where a quote carries on a speech, beside the cue of what it carries on."""
        while quote.source is None and quote.cue is None and quote.continues is not None:
            quote = self.facts.quotes[quote.continues]
        return quote.source

    def _outcome(self, quote: Quote, speakers: tuple[int, ...]) -> str | None:
        """What became of a request; only where whoever answers is known, is not who asked, and is no other person than was asked."""
        by = self._entity(quote.answer.by) if quote.answer else None
        if quote.answer is None or by is None or by in speakers:
            return None
        entities, asked = self.facts.entities.entities, self._entity(quote.addressee)
        if asked is not None and asked != by and entities[asked].kind == entities[by].kind == "person":
            return None
        return quote.answer.outcome

    def _utterance(self, quote: Quote, speakers: tuple[int, ...]) -> int:
        """Id of the utterance: the same for the same words in another article."""
        speaker = self.facts.entities.entities[speakers[0]] if speakers else None
        known = speaker.key if speaker is not None and speaker.scope == "global" else f"article {self.article_id}"
        return stable_id("utterance", fingerprint((s.of(self.text) for s in quote.segments), known))

    def _no_comments(self) -> None:
        for silence in self.facts.no_comments:
            who = speakers_at(self.facts.entities, silence.source, ()) if silence.source else ()
            self._add(
                "no_comments",
                no_comment_id=stable_id("no_comment", self.article_id, silence.span.start, silence.span.end),
                article_id=self.article_id,
                kind=silence.kind,
                text=silence.span.of(self.text),
                start_char=silence.span.start,
                end_char=silence.span.end,
                speaker_id=self._id(who[0]) if who else None,
                speaker_text=silence.source.of(self.text) if silence.source else None,
            )

    def _figures(self) -> None:
        for figure in self.facts.figures:
            holder = self._quote_holding(figure.span)
            spoken = self._ids(self.facts.speakers[holder]) if holder is not None else []
            given = self._ids(find_sources(self.facts.entities, figure.source)) if figure.source else []
            sources = (given or spoken) if self._is_told_by(figure, holder) else (spoken or given)
            self._add(
                "figures",
                figure_id=self._figure_id(figure.span),
                article_id=self.article_id,
                start_char=figure.span.start,
                end_char=figure.span.end,
                surface=figure.span.of(self.text),
                value=figure.value,
                value_max=figure.value_max,
                unit=figure.unit,
                comparator=figure.comparator,
                per=figure.per,
                type=figure.type,
                measured=figure.measured,
                measured_key=measured_key(figure.measured, figure.place.of(self.text) if figure.place else None),
                measured_start_char=figure.measured_span.start if figure.measured_span else None,
                measured_end_char=figure.measured_span.end if figure.measured_span else None,
                part_of_id=self._figure_id(figure.whole) if figure.whole else None,
                place_id=self._place(figure.place),
                period_text=figure.time.of(self.text) if figure.time else None,
                attributed_to_id=sources[0] if sources else None,
                attributed_to_text=said.of(self.text) if (said := self._said_by(figure, holder)) else None,
                relayed_from_text=relayed.of(self.text) if (relayed := self._relayed(figure, holder)) else None,
                quote_id=self._quote_ids[holder] if holder is not None else None,
            )
            for number, source in enumerate(sources, 1):
                self._add(
                    "figure_sources",
                    figure_id=self._figure_id(figure.span),
                    source_no=number,
                    article_id=self.article_id,
                    entity_id=source,
                )

    def _figure_id(self, span: Span) -> int:
        return stable_id("figure", self.article_id, span.start, span.end)

    def _is_told_by(self, figure: Figure, holder: int | None) -> bool:
        """Whether a paper tells of the speech that holds the figure: `a release by the ministry said he thanked its 40 nurses`."""
        quote = self.facts.quotes[holder] if holder is not None else None
        if quote is None or quote.kind == "direct" or figure.source is None or quote.cue is None:
            return False
        opening = quote.source or quote.cue
        return figure.source.end <= opening.start and _TELLS.search(self.text, figure.source.end, quote.cue.start) is not None

    def _said_by(self, figure: Figure, holder: int | None) -> Span | None:
        """The words that name who gives the figure: the quote's, else the attribution's."""
        return (self.facts.quotes[holder].source if holder is not None else None) or figure.source

    def _relayed(self, figure: Figure, holder: int | None) -> Span | None:
        """The words that name whose figure a speaker passes on: `she said that the bank puts it at 12`."""
        said = self._said_by(figure, holder)
        return figure.source if figure.source and said and not figure.source.overlaps(said) else None

    def _dated(self) -> None:
        """Meetings, and the periods of figures: kept as the text gives them, and dated as far as the publication date settles them."""
        ahead = {self._figure_id(figure.span): figure.is_ahead for figure in self.facts.figures}
        worded = {row["figure_id"]: row["period_text"] for row in self.rows["figures"] if row["period_text"]}
        facts = DatedFacts(
            self.article_id,
            tuple((id_, words, ahead[id_]) for id_, words in worded.items()),
            tuple(self._meeting(meeting) for meeting in self.facts.meetings),
        )
        periods = {row["figure_id"]: row for row in facts.figure_rows(self.article.published)}
        for row in self.rows["figures"]:
            row.update(periods.get(row["figure_id"], {"period_from": None, "period_to": None, "period_basis": None}))
        self.rows.update(facts.meeting_rows(self.article.published))
        self._add("dated_facts", facts=facts.encode())

    def _meeting(self, meeting: Meeting) -> DatedMeeting:
        sides = {e: self.facts.entities.entities[e] for p in meeting.participants if (e := self._entity(p.span)) is not None}
        known = {e: self._entity_ids[e] if side.scope == "global" else -1 for e, side in sides.items()}
        return DatedMeeting(
            kind=meeting.kind,
            name=meeting.name,
            status=meeting.status,
            place_id=self._place(meeting.place),
            date_text=meeting.time.of(self.text).rstrip(".") if meeting.time else None,  # `on 14 June.`
            parent=meeting.parent,
            parent_relation=meeting.parent_relation,
            reports=tuple((span.start, span.end, span.of(self.text)) for span in meeting.reports),
            participants=self._sides(meeting),
            people=tuple(known[e] for e, side in sides.items() if side.kind == "person"),
            bodies=tuple(known[e] for e, side in sides.items() if side.kind != "person"),
            place_basis=meeting.place_basis,
            agenda=meeting.agenda.of(self.text) if meeting.agenda else None,
            outcome=meeting.outcome.of(self.text) if meeting.outcome else None,
        )

    def _sides(self, meeting: Meeting) -> tuple[Side, ...]:
        """Who takes part, each entity once in each role."""
        found: dict[tuple[int, str], Side] = {}
        for side in meeting.participants:
            whom = self._id(self._entity(side.represents))
            for entity in self._entities_in(side.span):
                found.setdefault((entity, side.role), (entity, side.role, side.span.start, side.span.end, whom))
        return tuple(found.values())

    def _quote_holding(self, span: Span) -> int | None:
        """The quote whose words hold `span`, by bisection; of several (a reported clause in another) the outer one."""
        starts, pieces = self._quote_pieces
        at = bisect_right(starts, span.start)
        return next((quote for _, end, quote in pieces[max(0, at - 4) : at] if span.end <= end), None)

    @cached_property
    def _quote_pieces(self) -> tuple[list[int], list[tuple[int, int, int]]]:
        """Starts of all quote segments, and (start, end, quote) in text order."""
        pieces = sorted((s.start, s.end, index) for index, quote in enumerate(self.facts.quotes) for s in quote.segments)
        return [start for start, _, _ in pieces], pieces

    def _entity(self, span: Span | None) -> int | None:
        """Local index of who or what stands at `span`: by name, else as a pronoun or noun phrase."""
        if span is None:
            return None
        return self.facts.entities.refer(span)

    def _entities_in(self, span: Span) -> list[int]:
        """Database ids of who stands at `span`: one, or the two behind `they` and `both`."""
        found = self.facts.entities.refer(span)
        indexes = (found,) if found is not None else self.facts.entities.refer_all(span)
        return [identity for index in indexes if (identity := self._id(index)) is not None]

    def _id(self, index: int | None) -> int | None:
        """The database id of a local entity; None for none, and for an event (events are rows of `meetings`)."""
        return None if index is None or self.facts.entities.entities[index].kind == "event" else self._entity_ids[index]

    def _ids(self, indexes: Iterable[int]) -> list[int]:
        """The database ids of local entities, without events."""
        return [identity for index in indexes if (identity := self._id(index)) is not None]

    def _of_kind(self, span: Span | None, kind: str) -> int | None:
        index = self._entity(span)
        return self._id(index) if index is not None and self.facts.entities.entities[index].kind == kind else None

    def _place(self, span: Span | None) -> int | None:
        return self._of_kind(span, "place")

    def _add(self, table: str, row: Row | None = None, /, **columns: Any) -> None:
        self.rows[table].append({**(row if row is not None else columns), "article_id": self.article_id})


# What stands between a paper's issuer and the speech that it tells of.
_TELLS = re.compile(r"\b(?:said|says|stated|states|reads|read|reported|reports)\b")


def entity_id(entity: LocalEntity, article_id: int) -> int:
    """Id of an entity: from its key alone when the key is good across articles, else within its article."""
    return stable_id("entity", entity.key) if entity.scope == "global" else stable_id("entity", article_id, entity.key)


def merge_rows(parts: Iterable[dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """Rows of several articles in one mapping, in order."""
    merged: dict[str, list[Row]] = defaultdict(list)
    for part in parts:
        for table, rows in part.items():
            merged[table].extend(rows)
    return dict(merged)
