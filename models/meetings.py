"""Meetings: real-world events, who reports them and who took part."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    end_char,
    identifier,
    of_article,
    period_check,
    reference,
    reference_within,
    span_check,
    start_char,
    word_check,
)
from models.vocabulary import MEETING_KINDS, MEETING_STATUSES, PARTICIPANT_ROLES


class Meeting(Base):
    """One real-world event, across articles."""

    __tablename__ = "meetings"
    __table_args__ = (
        word_check("kind", MEETING_KINDS),
        word_check("status", MEETING_STATUSES),
        period_check("date_from", "date_to", "dates"),
        {
            "comment": "One row a real event in which named people or bodies meet. Two articles' reports join only where "
            "name and edition, or "
            "participants, date and place agree; so one event may be two rows."
        },
    )

    meeting_id: Mapped[int] = identifier("Id of the meeting.")
    kind: Mapped[str] = mapped_column(
        String(24),
        comment="bilateral_meeting, summit, conference, workshop, forum, visit, field_visit, talks, call, hearing, "
        "signing, ceremony, press_conference or other.",
    )
    name: Mapped[str | None] = mapped_column(Text, comment="Proper name with its edition; null for an unnamed meeting.")
    status: Mapped[str] = mapped_column(
        String(16), comment="held, ongoing, planned, requested, cancelled, postponed or denied: the furthest that any article reports."
    )
    place_id: Mapped[int | None] = reference("places.place_id", "Where, if an article says so.", index=True)
    place_basis: Mapped[str | None] = mapped_column(
        String(16),
        comment="Where the place comes from: stated (of the meeting itself), dateline, or parent (of the event it was part of).",
    )
    date_text: Mapped[str | None] = mapped_column(Text, comment="When, as written.")
    date_from: Mapped[date | None] = mapped_column(
        Date, index=True, comment="First possible day; null where text and publication date do not settle it."
    )
    date_to: Mapped[date | None] = mapped_column(Date, comment="Last possible day.")
    date_basis: Mapped[str | None] = mapped_column(
        String(24), comment="Where the date comes from: stated, relative (to the publication date), parent."
    )
    parent_id: Mapped[int | None] = reference_within("meetings.meeting_id", "The event it was part of.")
    parent_relation: Mapped[str | None] = mapped_column(String(24), comment="How: part_of, sidelines, during, same_trip.")
    agenda: Mapped[str | None] = mapped_column(
        Text, comment="What it was about, in an article's words (talks on fishing quotas); null where none says so."
    )
    outcome: Mapped[str | None] = mapped_column(
        Text, comment="What came of it, in an article's words (signed documents on two ports); null where none says so."
    )


class MeetingReport(Base):
    """One article's report of a meeting."""

    __tablename__ = "meeting_reports"
    __table_args__ = (span_check(), {"comment": "One row for each place where an article reports a meeting: the words that report it."})

    meeting_report_id: Mapped[int] = identifier("Id of the report.")
    meeting_id: Mapped[int] = reference("meetings.meeting_id", "The meeting.", index=True)
    article_id: Mapped[int] = of_article()
    start_char: Mapped[int] = start_char("the words that report it")
    end_char: Mapped[int] = end_char("the words that report it")
    surface: Mapped[str | None] = mapped_column(Text, comment="The words that report it (met, talks, the event's name).")


class MeetingParticipant(Base):
    """One participant of a meeting, by one article."""

    __tablename__ = "meeting_participants"
    __table_args__ = (
        word_check("role", PARTICIPANT_ROLES),
        CheckConstraint("end_char > start_char", name="span"),
        {"comment": "One row a participant, role and article. Who is quoted on a meeting is not thereby a participant."},
    )

    meeting_id: Mapped[int] = reference("meetings.meeting_id", "The meeting.", primary_key=True)
    entity_id: Mapped[int] = reference("entities.entity_id", "Person, organisation or state that took part.", primary_key=True, index=True)
    role: Mapped[str] = mapped_column(
        String(16), primary_key=True, comment="participant, host, organiser, partner, or representing (present on behalf of somebody)."
    )
    article_id: Mapped[int] = reference("articles.article_id", "The article that says so.", primary_key=True, index=True)
    represents_id: Mapped[int | None] = reference("entities.entity_id", "On whose behalf, with the role representing.", index=True)
    start_char: Mapped[int | None] = mapped_column(
        Integer, comment="Where the words naming the participant start; null where only inferred."
    )
    end_char: Mapped[int | None] = mapped_column(Integer, comment="Where they end.")
