"""Quotes: what was said, by whom, in which words."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, end_char, identifier, of_article, reference, span_check, start_char, word_check
from models.types import Id
from models.vocabulary import ACTS, NO_COMMENT_KINDS, QUOTE_KINDS


class Quote(Base):
    """One quote of one or more pieces."""

    __tablename__ = "quotes"
    __table_args__ = (
        span_check(),
        word_check("kind", QUOTE_KINDS),
        word_check("act", ACTS),
        CheckConstraint("cue_end_char > cue_start_char", name="cue_span"),
        CheckConstraint("speaker_end_char > speaker_start_char", name="speaker_span"),
        {
            "comment": "One row a quote, direct or reported. Pieces split by the cue or running over paragraphs are one "
            "quote. A speaker without "
            "an id is unnamed in the article or could not be resolved: speaker_text tells."
        },
    )

    quote_id: Mapped[int] = identifier("Id of the quote.")
    article_id: Mapped[int] = of_article()
    kind: Mapped[str] = mapped_column(
        String(16), comment="direct (wholly in quotation marks), mixed (a reported clause with a quoted fragment) or indirect."
    )
    text: Mapped[str] = mapped_column(
        Text, comment="The words, without quotation marks; pieces are joined by ' … ' or, over paragraphs, by a line feed."
    )
    start_char: Mapped[int] = start_char("its first piece")
    end_char: Mapped[int] = end_char("its last piece")
    speaker_id: Mapped[int | None] = reference("entities.entity_id", "Who said it; null where unnamed or unresolved.", index=True)
    speaker_text: Mapped[str | None] = mapped_column(Text, comment="The words naming the speaker beside the cue, pronouns included.")
    speaker_start_char: Mapped[int | None] = mapped_column(Integer, comment="Where these words start.")
    speaker_end_char: Mapped[int | None] = mapped_column(Integer, comment="Where these words end.")
    cue: Mapped[str | None] = mapped_column(Text, comment="The reporting words (said, told, according to); null where there are none.")
    cue_lemma: Mapped[str | None] = mapped_column(Text, comment="Base form of the cue (say).")
    cue_start_char: Mapped[int | None] = mapped_column(Integer, comment="Where the cue starts.")
    cue_end_char: Mapped[int | None] = mapped_column(Integer, comment="Where the cue ends.")
    medium: Mapped[str | None] = mapped_column(
        String(32), comment="Where it was said if the article tells: statement, interview, social_media, report, court, …"
    )
    act: Mapped[str | None] = mapped_column(
        String(16),
        comment="What the words do: request, denial, thanks, promise, accusation, apology, offer, warning, question, "
        "no_comment; null for plain statements.",
    )
    addressee_id: Mapped[int | None] = reference("entities.entity_id", "To whom it was said, if named.", index=True)
    addressee_text: Mapped[str | None] = mapped_column(Text, comment="The words naming the addressee.")
    strength: Mapped[str | None] = mapped_column(
        String(16), comment="Of a request, how strongly it was put, by its cue: demand, urge, ask or hope; null for all else."
    )
    outcome: Mapped[str | None] = mapped_column(
        String(16), comment="Of a request, what became of it where the sentences after it tell: pending, agreed or refused; null else."
    )
    utterance_id: Mapped[int | None] = mapped_column(
        Id,
        index=True,
        comment="Fingerprint of the words without marks, case and insertions in brackets: equal where two articles report the same words.",
    )


class QuoteSegment(Base):
    """One contiguous piece of a quote."""

    __tablename__ = "quote_segments"
    __table_args__ = (
        span_check(),
        CheckConstraint("segment_no >= 1", name="segment_no"),
        {"comment": "One row a contiguous piece of a quote; every quote has at least one."},
    )

    quote_id: Mapped[int] = reference("quotes.quote_id", "The quote.", primary_key=True)
    segment_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="1 for the first piece in text order.")
    start_char: Mapped[int] = start_char("the piece")
    end_char: Mapped[int] = end_char("the piece")


class QuoteSpeaker(Base):
    """One of those who say a quote."""

    __tablename__ = "quote_speakers"
    __table_args__ = (
        CheckConstraint("speaker_no >= 1", name="speaker_no"),
        {
            "comment": "One row a quote and person or body that says it: several where speakers are joined (X and Y said). Number 1 is "
            "quotes.speaker_id; quotes whose speaker is unresolved have no row."
        },
    )

    quote_id: Mapped[int] = reference("quotes.quote_id", "The quote.", primary_key=True)
    speaker_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="1 for the speaker named first.")
    article_id: Mapped[int] = of_article()
    entity_id: Mapped[int] = reference("entities.entity_id", "Who says it.", index=True)


class NoComment(Base):
    """One report that somebody said nothing."""

    __tablename__ = "no_comments"
    __table_args__ = (
        span_check(),
        word_check("kind", NO_COMMENT_KINDS),
        {"comment": "One row a report that somebody said nothing (declined to comment, could not be reached). These are no quotes."},
    )

    no_comment_id: Mapped[int] = identifier("Id of the report.")
    article_id: Mapped[int] = of_article()
    kind: Mapped[str] = mapped_column(String(16), comment="declined (would not comment), unreachable or no_reply.")
    text: Mapped[str] = mapped_column(Text, comment="The words that say so (declined to comment).")
    start_char: Mapped[int] = start_char("the wording")
    end_char: Mapped[int] = end_char("the wording")
    speaker_id: Mapped[int | None] = reference("entities.entity_id", "Who said nothing; null where unnamed or unresolved.", index=True)
    speaker_text: Mapped[str | None] = mapped_column(Text, comment="The words naming who.")
