"""Figures: numbers that measure something."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, Float, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    end_char,
    identifier,
    of_article,
    period_check,
    reference,
    span_check,
    start_char,
    word_check,
)
from models.types import Id
from models.vocabulary import COMPARATORS, FIGURE_TYPES


class Figure(Base):
    """One number in one article."""

    __tablename__ = "figures"
    __table_args__ = (
        UniqueConstraint("article_id", "start_char", "end_char"),
        span_check(),
        word_check("comparator", COMPARATORS),
        word_check("type", FIGURE_TYPES),
        period_check("period_from", "period_to", "period"),
        CheckConstraint("measured_end_char > measured_start_char", name="measured_span"),
        {
            "comment": "One row a number that measures something. Two figures compare only where measured, unit, type and place agree: "
            "a stock and a cumulative count are no series."
        },
    )

    figure_id: Mapped[int] = identifier("Id of the figure.")
    article_id: Mapped[int] = of_article()
    start_char: Mapped[int] = start_char("the number with its modifier, unit and per-phrase")
    end_char: Mapped[int] = end_char("the number with its modifier, unit and per-phrase")
    surface: Mapped[str] = mapped_column(Text, comment="The words as written.")
    value: Mapped[float] = mapped_column(
        Float(53), comment="The number, multiplied out (2.5 million = 2500000); double precision, about 15 digits."
    )
    value_max: Mapped[float | None] = mapped_column(Float(53), comment="Upper end of a range, second number of a score; null otherwise.")
    unit: Mapped[str] = mapped_column(
        String(64), comment="Singular, lower case (person, percent, km) or an ISO 4217 code. Open vocabulary."
    )
    comparator: Mapped[str] = mapped_column(String(8), comment="eq, gt, ge, lt, le, approx or up_to: what the modifier says.")
    per: Mapped[str | None] = mapped_column(String(64), comment="What it is counted per: year, day, person.")
    type: Mapped[str] = mapped_column(
        String(16),
        comment="stock (level at a time), flow (per or over a period), cumulative (total since a start), share, rate, "
        "change, price, amount, duration, age, rank, score or other.",
    )
    measured: Mapped[str | None] = mapped_column(
        Text, comment="What is counted or measured, in the article's words; the weakest column of the table."
    )
    measured_key: Mapped[str | None] = mapped_column(
        Text, index=True, comment="Its content words in the singular and one spelling, without the place: equal where the same is measured."
    )
    measured_start_char: Mapped[int | None] = mapped_column(Integer, comment="Where these words start; null where they were put together.")
    measured_end_char: Mapped[int | None] = mapped_column(Integer, comment="Where these words end.")
    part_of_id: Mapped[int | None] = mapped_column(
        Id, index=True, comment="The figure of the same article that it is a part of, where the text says so (73 per cent of whom)."
    )
    place_id: Mapped[int | None] = reference("places.place_id", "Where it holds, if the sentence says so.", index=True)
    period_text: Mapped[str | None] = mapped_column(Text, comment="When it holds, as written.")
    period_from: Mapped[date | None] = mapped_column(
        Date, comment="First day of that period; null where text and publication date do not settle it."
    )
    period_to: Mapped[date | None] = mapped_column(Date, comment="Last day of that period.")
    period_basis: Mapped[str | None] = mapped_column(
        String(24), comment="Where the period comes from: stated, relative (to the publication date)."
    )
    attributed_to_id: Mapped[int | None] = reference(
        "entities.entity_id", "Who gave it; null for the article's own voice and for unnamed sources.", index=True
    )
    attributed_to_text: Mapped[str | None] = mapped_column(Text, comment="The words that name who gave it.")
    relayed_from_text: Mapped[str | None] = mapped_column(
        Text, comment="The words that name whose figure it is, where the one who gives it passes on another's."
    )
    quote_id: Mapped[int | None] = reference("quotes.quote_id", "The quote it stands in.", index=True)


class FigureSource(Base):
    """One of those who give a figure."""

    __tablename__ = "figure_sources"
    __table_args__ = (
        CheckConstraint("source_no >= 1", name="source_no"),
        {
            "comment": "One row a figure and person or body that gave it: several where sources are joined (the ILO and the IOM estimate). "
            "Number 1 is figures.attributed_to_id; figures whose source is unresolved, or the article itself, have no row."
        },
    )

    figure_id: Mapped[int] = reference("figures.figure_id", "The figure.", primary_key=True)
    source_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="1 for figures.attributed_to_id.")
    article_id: Mapped[int] = of_article()
    entity_id: Mapped[int] = reference("entities.entity_id", "Who gave it.", index=True)
