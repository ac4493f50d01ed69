"""Quotes: what was said, by whom, in which words."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, end_char, identifier, of_article, reference, span_check, start_char, word_check
from models.vocabulary import ACTS, QUOTE_KINDS


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
