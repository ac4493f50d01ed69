"""What of an article depends on its metadata: its date, outlet and address, and all that is counted from the date.

The extraction leaves periods and meetings unresolved, as DatedFacts; one pure function dates them, when an article is read and again when
its publication date arrives later. So both give the same rows, and the later one needs no new extraction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from etl.extract.meetings.identity import shared_key
from etl.ids import stable_id
from etl.readers.article import Article
from etl.text.dates import resolve_period
from etl.text.period import Period

Row = dict[str, Any]
_AHEAD = ("planned", "requested")
"""Meetings still to come: `on Friday` is the next one."""
_STATED = ("part_of", "sidelines", "during")
_LONGEST = 31
"""Days of an event, at most, whose date says when its parts were."""
Report: TypeAlias = tuple[int, int, str | None]
"""Start and end of the words that report a meeting, and the words; None as stored by earlier versions."""
Side: TypeAlias = tuple[int, str, int | None, int | None, int | None]
"""A participant: entity id, role, where its words stand, and the id of whom it represents."""


@dataclass(frozen=True, slots=True)
class DatedMeeting:
    """One meeting before its day is known. `parent` is the number of another one in the list; the sides are entity ids, -1 for those that
    are not known beyond the article (`shared_key` wants them so).
    """

    kind: str
    name: str | None
    status: str
    place_id: int | None
    date_text: str | None
    parent: int | None
    parent_relation: str | None
    reports: tuple[Report, ...]
    participants: tuple[Side, ...]
    people: tuple[int, ...]
    bodies: tuple[int, ...]
    place_basis: str | None = None
    agenda: str | None = None
    outcome: str | None = None

    def period(self, published: Period | None) -> Period | None:
        """When it was or will be, as far as the words and the day of publication settle it."""
        return resolve_period(self.date_text, published, future=self.status in _AHEAD) if self.date_text else None


_MEETING = tuple(field.name for field in fields(DatedMeeting))


@dataclass(frozen=True, slots=True)
class DatedFacts:
    """Figures with the words of their periods and whether they lie ahead (`will open in March`), and meetings, of one article."""

    article_id: int
    figures: tuple[tuple[int, str, bool], ...]
    meetings: tuple[DatedMeeting, ...]

    def encode(self) -> str:
        """As JSON, for the store."""
        return json.dumps(
            {"figures": self.figures, "meetings": [{name: getattr(m, name) for name in _MEETING} for m in self.meetings]},
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def _periods(self, published: Period | None) -> tuple[list[Period | None], list[Period | None]]:
        """Each meeting's own period, and the one to show: an undated part of a dated event was within that one's days."""
        own = [meeting.period(published) for meeting in self.meetings]
        shown = list(own)
        for number, meeting in enumerate(self.meetings):
            whole = own[meeting.parent] if meeting.parent is not None and meeting.parent_relation in _STATED else None
            if meeting.date_text is None and whole and whole.start and whole.end and (whole.end - whole.start).days <= _LONGEST:
                shown[number] = Period(whole.start, whole.end, "parent")
        return own, shown

    @classmethod
    def decode(cls, article_id: int, text: str) -> DatedFacts:
        """What `encode` wrote for this article."""
        data = json.loads(text)
        return cls(
            article_id,
            tuple((id_, words, any(ahead)) for id_, words, *ahead in data["figures"]),
            tuple(map(_decode_meeting, data["meetings"])),
        )

    def figure_rows(self, published: Period | None) -> list[Row]:
        """`figure_id` and the columns of the period, for figures that have one in words."""
        return [
            {"figure_id": figure, **_columns("period", resolve_period(words, published, future=ahead))}
            for figure, words, ahead in self.figures
        ]

    def meeting_rows(self, published: Period | None) -> dict[str, list[Row]]:
        """Rows of meetings, reports and participants, each with `article_id`."""
        own, periods = self._periods(published)
        ids: list[int] = []
        for meeting, period in zip(self.meetings, own, strict=True):
            ids.append(self._meeting_id(meeting, period, published, ids))
        rows: dict[str, list[Row]] = {"meetings": [], "meeting_reports": [], "meeting_participants": []}
        for meeting, period, identity in zip(self.meetings, periods, ids, strict=True):
            status = _status(meeting.status, period, published)
            rows["meetings"].append(self._meeting(meeting, status, period, identity, ids))
            rows["meeting_reports"] += [self._report(identity, *span) for span in meeting.reports]
            rows["meeting_participants"] += [self._participant(identity, *side) for side in meeting.participants]
        return {table: unique(found) for table, found in rows.items()}

    def _meeting_id(self, meeting: DatedMeeting, period: Period | None, published: Period | None, taken: Sequence[int]) -> int:
        """The id an event has in every article that reports it (`shared_key`), else one of this article's own.

        Two events of an article never share one.
        """
        told = published if meeting.date_text is None else None
        key = shared_key(meeting.name, meeting.kind, meeting.people, meeting.bodies, period, told)
        if key and (identity := stable_id("meeting", *key)) not in taken:
            return identity
        return stable_id("meeting", self.article_id, *min(meeting.reports)[:2], len(taken))

    def _meeting(self, meeting: DatedMeeting, status: str, period: Period | None, identity: int, ids: Sequence[int]) -> Row:
        return {
            "meeting_id": identity,
            "kind": meeting.kind,
            "name": meeting.name,
            "status": status,
            "place_id": meeting.place_id,
            "place_basis": meeting.place_basis if meeting.place_id is not None else None,
            "date_text": meeting.date_text,
            **_columns("date", period),
            "parent_id": ids[meeting.parent] if meeting.parent is not None else None,
            "parent_relation": meeting.parent_relation,
            "agenda": meeting.agenda,
            "outcome": meeting.outcome,
            "article_id": self.article_id,
        }

    def _participant(self, meeting: int, entity: int, role: str, start: int | None, end: int | None, whom: int | None) -> Row:
        return {
            "meeting_id": meeting,
            "entity_id": entity,
            "role": role,
            "article_id": self.article_id,
            "represents_id": whom,
            "start_char": start,
            "end_char": end,
        }

    def _report(self, meeting: int, start: int, end: int, words: str | None) -> Row:
        return {
            "meeting_report_id": stable_id("meeting_report", self.article_id, meeting, start),
            "meeting_id": meeting,
            "article_id": self.article_id,
            "start_char": start,
            "end_char": end,
            "surface": words,
        }


def article_columns(article: Article) -> Row:
    """The columns of `articles` that metadata may change."""
    source = source_row(article)
    return {
        "source_id": source["source_id"] if source else None,
        "source_basis": article.source_basis if article.source_name else "url" if source else None,
        "url": article.url,
        "headline": article.headline,
        "byline": article.byline,
        "published_text": article.published_text,
        **_columns("published", article.published),
    }


def source_row(article: Article) -> Row | None:
    """The row of its outlet; None where neither name nor address is known."""
    name = article.source_name or article.source_domain
    if not name:
        return None
    return {"source_id": stable_id("source", name.casefold()), "name": name, "domain": article.source_domain, "country_code": None}


def unique(rows: Iterable[Row]) -> list[Row]:
    """Rows in order without exact repeats."""
    return list({(*row, *row.values()): row for row in rows}.values())


def _columns(prefix: str, period: Period | None) -> Row:
    """A period as the three columns that hold one."""
    return {
        f"{prefix}_from": period.start if period else None,
        f"{prefix}_to": period.end if period else None,
        f"{prefix}_basis": period.basis if period else None,
    }


def _status(status: str, period: Period | None, published: Period | None) -> str:
    """What is under way in the words of an article that appeared after its last day has been held by then."""
    over = period and published and period.end and published.start and period.end < published.start
    return "held" if status == "ongoing" and over else status


def _decode_meeting(data: dict[str, Any]) -> DatedMeeting:
    """A meeting as `encode` wrote it, now or before participants had their place in the text and reports their words."""
    lists = {name: tuple(data[name]) for name in ("people", "bodies")}
    reports = tuple((start, end, next(iter(words), None)) for start, end, *words in data["reports"])
    sides = tuple((*side, *(None,) * (5 - len(side))) for side in data["participants"])
    return DatedMeeting(**{**data, **lists, "reports": reports, "participants": sides})
