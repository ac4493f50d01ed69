"""People, organisations and places, their names, where they are mentioned and which offices people hold."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Float, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, end_char, identifier, of_article, reference, reference_within, span_check, start_char, word_check
from models.vocabulary import ENTITY_KINDS, MENTION_FORMS, MENTIONED_KINDS, NAME_KINDS, NAME_ORDERS, POSITION_STATUSES


class Entity(Base):
    """One person, organisation or place: the supertype."""

    __tablename__ = "entities"
    __table_args__ = (
        word_check("kind", ENTITY_KINDS),
        {
            "comment": "One row a person, organisation or place. Only equal full names join across articles, so one person under two "
            "spellings may be two rows; two namesakes without conflicting context may be one."
        },
    )

    entity_id: Mapped[int] = identifier("Id of the entity; the same number in people, organisations or places.")
    kind: Mapped[str] = mapped_column(String(16), comment="person, organisation or place.")
    name: Mapped[str] = mapped_column(
        Text, index=True, comment="Name in the form most articles give; equals the name in the subtype's table."
    )


class Person(Base):
    """One person."""

    __tablename__ = "people"
    __table_args__ = (
        word_check("name_order", NAME_ORDERS),
        {"comment": "One row a person named in an article. Which part is the family name is a guess from the name and its country."},
    )

    person_id: Mapped[int] = reference(
        "entities.entity_id", "Id of the person (= entities.entity_id).", primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(Text, comment="Full name without titles and honorifics.")
    family_name: Mapped[str | None] = mapped_column(Text, comment="Family name; null where the order is not known.")
    given_name: Mapped[str | None] = mapped_column(Text, comment="Given name; null where the order is not known.")
    name_order: Mapped[str | None] = mapped_column(String(16), comment="given_first, family_first or given_only (no family name).")
    country_code: Mapped[str | None] = mapped_column(
        String(2),
        comment="ISO 3166-1 alpha-2 code of the country the person acts for or comes from, by context; often null, sometimes wrong.",
    )


class Organisation(Base):
    """One organisation."""

    __tablename__ = "organisations"
    __table_args__ = ({"comment": "One row a named body: ministry, agency, company, party, court, team. Kinds are guessed from the name."},)

    organisation_id: Mapped[int] = reference(
        "entities.entity_id", "Id of the organisation (= entities.entity_id).", primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(Text, comment="Full name without a leading article.")
    acronym: Mapped[str | None] = mapped_column(Text, comment="Acronym the articles introduce.")
    kind: Mapped[str | None] = mapped_column(
        String(40),
        comment="government, ministry, agency, intergovernmental, ngo, company, media, party, court, university, …; "
        "null where the name does not say.",
    )
    country_code: Mapped[str | None] = mapped_column(String(2), comment="ISO 3166-1 alpha-2 code, by context; null where not known.")
    parent_id: Mapped[int | None] = reference_within("organisations.organisation_id", "The body it is part of, where an article says so.")


class Place(Base):
    """One place."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint("latitude between -90 and 90", name="latitude"),
        CheckConstraint("longitude between -180 and 180", name="longitude"),
        {"comment": "One row a place. Coordinates are never finer than what is named, and absent where two candidates are level."},
    )

    place_id: Mapped[int] = reference(
        "entities.entity_id", "Id of the place (= entities.entity_id).", primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(Text, comment="Name of the place.")
    kind: Mapped[str | None] = mapped_column(String(40), comment="country, province, state, region, city, town, village, venue, island, …")
    country_code: Mapped[str | None] = mapped_column(String(2), comment="ISO 3166-1 alpha-2 code; null where not known.")
    latitude: Mapped[float | None] = mapped_column(Float(53), comment="Degrees north (WGS 84), from the gazetteer.")
    longitude: Mapped[float | None] = mapped_column(Float(53), comment="Degrees east (WGS 84), from the gazetteer.")


class EntityName(Base):
    """One name of one entity."""

    __tablename__ = "entity_names"
    __table_args__ = (
        word_check("kind", NAME_KINDS),
        {"comment": "One row a name that articles use for an entity. Look names up here rather than in entities."},
    )

    entity_id: Mapped[int] = reference("entities.entity_id", "The entity.", primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True, index=True, comment="The name as written.")
    kind: Mapped[str] = mapped_column(String(16), primary_key=True, comment="full, short (surname, clipped name), acronym or alias.")
    articles: Mapped[int] = mapped_column(Integer, comment="Articles that use it.")


class Mention(Base):
    """One mention in one article."""

    __tablename__ = "mentions"
    __table_args__ = (
        UniqueConstraint("article_id", "start_char", "end_char", "entity_kind"),
        span_check(),
        word_check("entity_kind", MENTIONED_KINDS),
        word_check("kind", MENTION_FORMS),
        {
            "comment": "One row a mention. Names are complete; pronouns and nouns stand here only where they speak, take "
            "part or give a figure. "
            "Name mentions come from a statistical tagger: about one organisation in five is missed or cut."
        },
    )

    mention_id: Mapped[int] = identifier("Id of the mention.")
    article_id: Mapped[int] = of_article()
    entity_id: Mapped[int | None] = reference("entities.entity_id", "Who or what it is; null where not resolved.", index=True)
    entity_kind: Mapped[str] = mapped_column(String(16), comment="person, organisation, place or event, as the tagger sees it.")
    kind: Mapped[str] = mapped_column(String(16), comment="name, short_name, acronym, pronoun or nominal.")
    start_char: Mapped[int] = start_char("the mention")
    end_char: Mapped[int] = end_char("the mention")
    surface: Mapped[str] = mapped_column(Text, comment="The words as written.")
    score: Mapped[float | None] = mapped_column(Float(53), comment="The tagger's confidence from 0 to 1; not calibrated.")


class Position(Base):
    """One report that a person holds a title."""

    __tablename__ = "positions"
    __table_args__ = (
        span_check(),
        word_check("status", POSITION_STATUSES),
        {
            "comment": "One row a report, in one article, that a person holds a title. It says nothing of when the office began or ended; "
            "views office_history and office_holders put the reports together."
        },
    )

    position_id: Mapped[int] = identifier("Id of the report.")
    article_id: Mapped[int] = of_article()
    person_id: Mapped[int] = reference("people.person_id", "Who holds it.", index=True)
    organisation_id: Mapped[int | None] = reference(
        "organisations.organisation_id", "Where, if the article says or implies it.", index=True
    )
    organisation_basis: Mapped[str | None] = mapped_column(
        String(16),
        comment="How the article tells the organisation: stated (beside the title), context (elsewhere in the article) or implied "
        "(by title and country alone: no words name it); null without an organisation.",
    )
    title: Mapped[str] = mapped_column(Text, comment="The title alone, as written: no organisation, no nationality.")
    status: Mapped[str] = mapped_column(String(16), comment="current, former, elect, acting or candidate at the time of writing.")
    country_code: Mapped[str | None] = mapped_column(
        String(2), comment="Country of the office where a nationality or place beside it says so."
    )
    start_char: Mapped[int] = start_char("the evidence (from title to name)")
    end_char: Mapped[int] = end_char("the evidence")
