"""first schema

Revision: 0001, from an empty database
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id, UtcDateTime

revision: str = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "claims",
        sa.Column("claim_id", Id, autoincrement=False, nullable=False, comment="Id of the claim, from subject and attributes."),
        sa.Column("subject", sa.String(length=16), nullable=False, comment="source, entity or meeting."),
        sa.Column("subject_id", Id, nullable=False, comment="Id of the shared row it is about."),
        sa.Column("attributes", sa.Text(), nullable=False, comment="What is said of it: a JSON object with sorted keys."),
        sa.Column("articles", sa.Integer(), nullable=False, comment="Articles that say so."),
        sa.CheckConstraint("subject in ('source', 'entity', 'meeting')", name=op.f("ck_claims_subject")),
        sa.CheckConstraint("articles >= 0", name=op.f("ck_claims_articles")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claims")),
        comment="One row for each distinct account that articles give of an outlet, entity or meeting. The shared row is the merge of its claims, so that neither the order of loading nor replacing an article leaves a trace.",
        info={"published": False},
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_subject_id_subject", ["subject_id", "subject"], unique=False)

    op.create_table(
        "entities",
        sa.Column(
            "entity_id",
            Id,
            autoincrement=False,
            nullable=False,
            comment="Id of the entity; the same number in people, organisations or places.",
        ),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="person, organisation or place."),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="Name in the form most articles give; equals the name in the subtype's table."
        ),
        sa.CheckConstraint("kind in ('person', 'organisation', 'place')", name=op.f("ck_entities_kind")),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entities")),
        comment="One row a person, organisation or place. Only equal full names join across articles, so one person under two spellings may be two rows; two namesakes without conflicting context may be one.",
    )
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entities_name"), ["name"], unique=False)

    op.create_table(
        "loads",
        sa.Column("load_id", Id, autoincrement=False, nullable=False, comment="Id of the load."),
        sa.Column("started_at", UtcDateTime(), nullable=False, comment="When it started (UTC)."),
        sa.Column("finished_at", UtcDateTime(), nullable=True, comment="When it ended (UTC); null while it runs and after a crash."),
        sa.Column(
            "status",
            sa.String(length=16),
            nullable=False,
            comment="running, finished, failed, or interrupted (found unfinished by a later load; what it had saved by then stays).",
        ),
        sa.Column("documents_seen", sa.Integer(), nullable=False, comment="Documents offered: loaded + unchanged + quarantined."),
        sa.Column("documents_loaded", sa.Integer(), nullable=False, comment="Documents whose article entered or was replaced."),
        sa.Column("documents_unchanged", sa.Integer(), nullable=False, comment="Documents already held with the same content."),
        sa.Column(
            "documents_quarantined",
            sa.Integer(),
            nullable=False,
            comment="Documents that could not become an article, whether for the first time or again.",
        ),
        sa.Column("dagster_run_id", sa.String(length=64), nullable=True, comment="Dagster run that did it; null outside Dagster."),
        sa.CheckConstraint("status in ('running', 'finished', 'failed', 'interrupted')", name=op.f("ck_loads_status")),
        sa.PrimaryKeyConstraint("load_id", name=op.f("pk_loads")),
        comment="One row a load: a run of the loader over some documents. The only table that grows when nothing new is offered.",
    )
    with op.batch_alter_table("loads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loads_dagster_run_id"), ["dagster_run_id"], unique=False)

    op.create_table(
        "sources",
        sa.Column("source_id", Id, autoincrement=False, nullable=False, comment="Id of the outlet."),
        sa.Column("name", sa.Text(), nullable=False, comment="Name in the form most articles give."),
        sa.Column("domain", sa.Text(), nullable=True, comment="Its web domain (example.org); null where no article gives one."),
        sa.Column("country_code", sa.String(length=2), nullable=True, comment="ISO 3166-1 alpha-2 code; null where not known."),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
        comment="One row an outlet, as its articles name it. Two spellings of one outlet may be two rows.",
    )
    op.create_table(
        "documents",
        sa.Column("document_id", Id, autoincrement=False, nullable=False, comment="Id of the document, from its uri and content."),
        sa.Column("uri", sa.Text(), nullable=False, comment="file:// or http(s):// address, with #member for a part of an archive."),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the bytes as received, in hexadecimal."),
        sa.Column("media_type", sa.Text(), nullable=True, comment="Media type as detected (text/plain); null where unknown."),
        sa.Column("byte_size", sa.Integer(), nullable=False, comment="Size of the bytes as received."),
        sa.Column(
            "charset", sa.Text(), nullable=True, comment="Character encoding the text was decoded with; a guess where none was declared."
        ),
        sa.Column("received_at", UtcDateTime(), nullable=False, comment="When this content was first offered (UTC)."),
        sa.Column("load_id", Id, nullable=False, comment="The load that brought it into its present status."),
        sa.Column(
            "status",
            sa.String(length=16),
            nullable=False,
            comment="loaded: its article is in the warehouse. superseded: a newer content of the same uri took its place. quarantined: no article could be made of it. unchanged: the same content is loaded under another uri.",
        ),
        sa.Column(
            "reason_code",
            sa.String(length=40),
            nullable=True,
            comment="Why it is quarantined: a code of the list in etl/readers/reasons.py, which the data dictionary shows; null otherwise.",
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="The same for people, with particulars."),
        sa.CheckConstraint("status <> 'quarantined' or reason_code is not null", name=op.f("ck_documents_reason_code")),
        sa.CheckConstraint("status in ('loaded', 'unchanged', 'superseded', 'quarantined')", name=op.f("ck_documents_status")),
        sa.CheckConstraint("byte_size >= 0", name=op.f("ck_documents_byte_size")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_documents_load_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_documents")),
        sa.UniqueConstraint("uri", "sha256", name=op.f("uq_documents_uri_sha256")),
        comment="The ledger: one row for each distinct content of one uri that was ever offered. Offering the same content again changes no row here; loads.documents_unchanged counts it.",
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_load_id"), ["load_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_documents_uri_loaded",
            ["uri"],
            unique=True,
            sqlite_where=sa.text("status = 'loaded'"),
            postgresql_where=sa.text("status = 'loaded'"),
        )

    op.create_table(
        "entity_names",
        sa.Column("entity_id", Id, nullable=False, comment="The entity."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name as written."),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="full, short (surname, clipped name), acronym or alias."),
        sa.Column("articles", sa.Integer(), nullable=False, comment="Articles that use it."),
        sa.CheckConstraint("kind in ('full', 'short', 'acronym', 'alias')", name=op.f("ck_entity_names_kind")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_entity_names_entity_id")),
        sa.PrimaryKeyConstraint("entity_id", "name", "kind", name=op.f("pk_entity_names")),
        comment="One row a name that articles use for an entity. Look names up here rather than in entities.",
    )
    with op.batch_alter_table("entity_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_names_name"), ["name"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("organisation_id", Id, autoincrement=False, nullable=False, comment="Id of the organisation (= entities.entity_id)."),
        sa.Column("name", sa.Text(), nullable=False, comment="Full name without a leading article."),
        sa.Column("acronym", sa.Text(), nullable=True, comment="Acronym the articles introduce."),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=True,
            comment="government, ministry, agency, intergovernmental, ngo, company, media, party, court, university, …; null where the name does not say.",
        ),
        sa.Column("country_code", sa.String(length=2), nullable=True, comment="ISO 3166-1 alpha-2 code, by context; null where not known."),
        sa.Column("parent_id", Id, nullable=True, comment="The body it is part of, where an article says so."),
        sa.ForeignKeyConstraint(["organisation_id"], ["entities.entity_id"], name=op.f("fk_organisations_organisation_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.organisation_id"], name=op.f("fk_organisations_parent_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisations")),
        comment="One row a named body: ministry, agency, company, party, court, team. Kinds are guessed from the name.",
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("person_id", Id, autoincrement=False, nullable=False, comment="Id of the person (= entities.entity_id)."),
        sa.Column("name", sa.Text(), nullable=False, comment="Full name without titles and honorifics."),
        sa.Column("family_name", sa.Text(), nullable=True, comment="Family name; null where the order is not known."),
        sa.Column("given_name", sa.Text(), nullable=True, comment="Given name; null where the order is not known."),
        sa.Column("name_order", sa.String(length=16), nullable=True, comment="given_first, family_first or given_only (no family name)."),
        sa.Column(
            "country_code",
            sa.String(length=2),
            nullable=True,
            comment="ISO 3166-1 alpha-2 code of the country the person acts for or comes from, by context; often null, sometimes wrong.",
        ),
        sa.CheckConstraint("name_order in ('given_first', 'family_first', 'given_only')", name=op.f("ck_people_name_order")),
        sa.ForeignKeyConstraint(["person_id"], ["entities.entity_id"], name=op.f("fk_people_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
        comment="One row a person named in an article. Which part is the family name is a guess from the name and its country.",
    )
    op.create_table(
        "places",
        sa.Column("place_id", Id, autoincrement=False, nullable=False, comment="Id of the place (= entities.entity_id)."),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the place."),
        sa.Column(
            "kind", sa.String(length=40), nullable=True, comment="country, province, state, region, city, town, village, venue, island, …"
        ),
        sa.Column("country_code", sa.String(length=2), nullable=True, comment="ISO 3166-1 alpha-2 code; null where not known."),
        sa.Column("latitude", sa.Float(precision=53), nullable=True, comment="Degrees north (WGS 84), from the gazetteer."),
        sa.Column("longitude", sa.Float(precision=53), nullable=True, comment="Degrees east (WGS 84), from the gazetteer."),
        sa.CheckConstraint("latitude between -90 and 90", name=op.f("ck_places_latitude")),
        sa.CheckConstraint("longitude between -180 and 180", name=op.f("ck_places_longitude")),
        sa.ForeignKeyConstraint(["place_id"], ["entities.entity_id"], name=op.f("fk_places_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_places")),
        comment="One row a place. Coordinates are never finer than what is named, and absent where two candidates are level.",
    )
    op.create_table(
        "articles",
        sa.Column("article_id", Id, autoincrement=False, nullable=False, comment="Id of the article."),
        sa.Column("document_id", Id, nullable=False, comment="The document it was read from; one document may hold several articles."),
        sa.Column("source_id", Id, nullable=True, comment="Its outlet; null where the page does not show it."),
        sa.Column("url", sa.Text(), nullable=True, comment="Canonical web address where the page or its metadata gives one."),
        sa.Column("headline", sa.Text(), nullable=True, comment="Headline as printed; null where none is recognised."),
        sa.Column("byline", sa.Text(), nullable=True, comment="Byline as printed, people and agencies unseparated."),
        sa.Column("language", sa.String(length=8), nullable=False, comment="ISO 639-1 code, detected; only English is extracted."),
        sa.Column("published_text", sa.Text(), nullable=True, comment="Publication date as written."),
        sa.Column(
            "published_from",
            sa.Date(),
            nullable=True,
            comment="First day of publication; equals published_to for a single day, null where nothing settles it. Never invented.",
        ),
        sa.Column("published_to", sa.Date(), nullable=True, comment="Last day of the period it was published in."),
        sa.Column(
            "published_basis",
            sa.String(length=24),
            nullable=True,
            comment="Where the date comes from: stated, metadata, sidecar (--metadata file), dateline, url, feed.",
        ),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="The whole text as decoded or extracted, furniture included, never altered: offsets count in it.",
        ),
        sa.Column("word_count", sa.Integer(), nullable=False, comment="Words of headline and body."),
        sa.Column("story_id", Id, nullable=True, comment="Shared by syndicated or lightly edited copies of one story."),
        sa.Column("extractor_version", sa.String(length=64), nullable=False, comment="Version of the extraction that its facts come from."),
        sa.CheckConstraint(
            "published_from is null or published_to is null or published_from <= published_to", name=op.f("ck_articles_published")
        ),
        sa.CheckConstraint("word_count >= 0", name=op.f("ck_articles_word_count")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name=op.f("fk_articles_document_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name=op.f("fk_articles_source_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_articles")),
        comment="One row an article, in its current version; earlier contents are known to the ledger (documents) only.",
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_extractor_version"), ["extractor_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_story_id"), ["story_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("meeting_id", Id, autoincrement=False, nullable=False, comment="Id of the meeting."),
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
            comment="bilateral_meeting, summit, conference, workshop, forum, visit, field_visit, talks, call, hearing, signing, ceremony, press_conference or other.",
        ),
        sa.Column("name", sa.Text(), nullable=True, comment="Proper name with its edition; null for an unnamed meeting."),
        sa.Column(
            "status",
            sa.String(length=16),
            nullable=False,
            comment="held, ongoing, planned, requested, cancelled, postponed or denied: the furthest that any article reports.",
        ),
        sa.Column("place_id", Id, nullable=True, comment="Where, if an article says so."),
        sa.Column("date_text", sa.Text(), nullable=True, comment="When, as written."),
        sa.Column(
            "date_from", sa.Date(), nullable=True, comment="First possible day; null where text and publication date do not settle it."
        ),
        sa.Column("date_to", sa.Date(), nullable=True, comment="Last possible day."),
        sa.Column(
            "date_basis",
            sa.String(length=24),
            nullable=True,
            comment="Where the date comes from: stated, relative (to the publication date), parent.",
        ),
        sa.Column("parent_id", Id, nullable=True, comment="The event it was part of."),
        sa.Column("parent_relation", sa.String(length=24), nullable=True, comment="How: part_of, sidelines, during, same_trip."),
        sa.CheckConstraint(
            "kind in ('bilateral_meeting', 'summit', 'conference', 'workshop', 'forum', 'visit', 'field_visit', 'talks', 'call', 'hearing', 'signing', 'ceremony', 'press_conference', 'other')",
            name=op.f("ck_meetings_kind"),
        ),
        sa.CheckConstraint(
            "status in ('held', 'ongoing', 'planned', 'requested', 'cancelled', 'postponed', 'denied')", name=op.f("ck_meetings_status")
        ),
        sa.CheckConstraint("date_from is null or date_to is null or date_from <= date_to", name=op.f("ck_meetings_dates")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["meetings.meeting_id"], name=op.f("fk_meetings_parent_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_meetings_place_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meetings")),
        comment="One row a real event in which named people or bodies meet. Two articles' reports join only where name and edition, or participants, date and place agree; so one event may be two rows.",
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_date_from"), ["date_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_place_id"), ["place_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("load_id", Id, nullable=False, comment="The running load."),
        sa.Column("document_id", Id, nullable=False, comment="The document offered."),
        sa.Column("outcome", sa.String(length=16), nullable=False, comment="What became of it: loaded, unchanged or quarantined."),
        sa.CheckConstraint("outcome in ('loaded', 'unchanged', 'quarantined')", name=op.f("ck_offers_outcome")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name=op.f("fk_offers_document_id")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_offers_load_id")),
        sa.PrimaryKeyConstraint("load_id", "document_id", name=op.f("pk_offers")),
        comment="One row for each document offered in a load that has not ended; what the counts of loads are made of. Empty between loads.",
        info={"published": False},
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_document_id"), ["document_id"], unique=False)

    op.create_table(
        "article_claims",
        sa.Column("article_id", Id, nullable=False, comment="The article."),
        sa.Column("claim_id", Id, nullable=False, comment="What it says."),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_article_claims_article_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.claim_id"], name=op.f("fk_article_claims_claim_id")),
        sa.PrimaryKeyConstraint("article_id", "claim_id", name=op.f("pk_article_claims")),
        comment="One row for each shared row an article gives an account of; taken back when the article is replaced.",
        info={"published": False},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("article_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_claims_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "meeting_participants",
        sa.Column("meeting_id", Id, nullable=False, comment="The meeting."),
        sa.Column("entity_id", Id, nullable=False, comment="Person, organisation or state that took part."),
        sa.Column(
            "role",
            sa.String(length=16),
            nullable=False,
            comment="participant, host, organiser, partner, or representing (present on behalf of somebody).",
        ),
        sa.Column("article_id", Id, nullable=False, comment="The article that says so."),
        sa.Column("represents_id", Id, nullable=True, comment="On whose behalf, with the role representing."),
        sa.Column(
            "start_char", sa.Integer(), nullable=True, comment="Where the words naming the participant start; null where only inferred."
        ),
        sa.Column("end_char", sa.Integer(), nullable=True, comment="Where they end."),
        sa.CheckConstraint(
            "role in ('participant', 'host', 'organiser', 'partner', 'representing')", name=op.f("ck_meeting_participants_role")
        ),
        sa.CheckConstraint("end_char > start_char", name=op.f("ck_meeting_participants_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_meeting_participants_article_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_meeting_participants_entity_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"], name=op.f("fk_meeting_participants_meeting_id")),
        sa.ForeignKeyConstraint(["represents_id"], ["entities.entity_id"], name=op.f("fk_meeting_participants_represents_id")),
        sa.PrimaryKeyConstraint("meeting_id", "entity_id", "role", "article_id", name=op.f("pk_meeting_participants")),
        comment="One row a participant, role and article. Who is quoted on a meeting is not thereby a participant.",
    )
    with op.batch_alter_table("meeting_participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_participants_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_participants_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_participants_represents_id"), ["represents_id"], unique=False)

    op.create_table(
        "meeting_reports",
        sa.Column("meeting_report_id", Id, autoincrement=False, nullable=False, comment="Id of the report."),
        sa.Column("meeting_id", Id, nullable=False, comment="The meeting."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column(
            "start_char",
            sa.Integer(),
            nullable=False,
            comment="Where the words that report it starts in articles.text: 0-based, in Unicode code points.",
        ),
        sa.Column(
            "end_char",
            sa.Integer(),
            nullable=False,
            comment="Where the words that report it ends in articles.text: the first character after it.",
        ),
        sa.Column("surface", sa.Text(), nullable=True, comment="The words that report it (met, talks, the event's name)."),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_meeting_reports_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_meeting_reports_article_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"], name=op.f("fk_meeting_reports_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_report_id", name=op.f("pk_meeting_reports")),
        comment="One row for each place where an article reports a meeting: the words that report it.",
    )
    with op.batch_alter_table("meeting_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_reports_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_reports_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "mentions",
        sa.Column("mention_id", Id, autoincrement=False, nullable=False, comment="Id of the mention."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column("entity_id", Id, nullable=True, comment="Who or what it is; null where not resolved."),
        sa.Column(
            "entity_kind", sa.String(length=16), nullable=False, comment="person, organisation, place or event, as the tagger sees it."
        ),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="name, short_name, acronym, pronoun or nominal."),
        sa.Column(
            "start_char",
            sa.Integer(),
            nullable=False,
            comment="Where the mention starts in articles.text: 0-based, in Unicode code points.",
        ),
        sa.Column(
            "end_char", sa.Integer(), nullable=False, comment="Where the mention ends in articles.text: the first character after it."
        ),
        sa.Column("surface", sa.Text(), nullable=False, comment="The words as written."),
        sa.Column("score", sa.Float(precision=53), nullable=True, comment="The tagger's confidence from 0 to 1; not calibrated."),
        sa.CheckConstraint("entity_kind in ('person', 'organisation', 'place', 'event')", name=op.f("ck_mentions_entity_kind")),
        sa.CheckConstraint("kind in ('name', 'short_name', 'acronym', 'pronoun', 'nominal')", name=op.f("ck_mentions_kind")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_mentions_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_mentions_article_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_mentions_entity_id")),
        sa.PrimaryKeyConstraint("mention_id", name=op.f("pk_mentions")),
        sa.UniqueConstraint(
            "article_id", "start_char", "end_char", "entity_kind", name=op.f("uq_mentions_article_id_start_char_end_char_entity_kind")
        ),
        comment="One row a mention. Names are complete; pronouns and nouns stand here only where they speak, take part or give a figure. Name mentions come from a statistical tagger: about one organisation in five is missed or cut.",
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentions_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "positions",
        sa.Column("position_id", Id, autoincrement=False, nullable=False, comment="Id of the report."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column("person_id", Id, nullable=False, comment="Who holds it."),
        sa.Column("organisation_id", Id, nullable=True, comment="Where, if the article says or implies it."),
        sa.Column("title", sa.Text(), nullable=False, comment="The title alone, as written: no organisation, no nationality."),
        sa.Column(
            "status", sa.String(length=16), nullable=False, comment="current, former, elect, acting or candidate at the time of writing."
        ),
        sa.Column(
            "country_code",
            sa.String(length=2),
            nullable=True,
            comment="Country of the office where a nationality or place beside it says so.",
        ),
        sa.Column(
            "start_char",
            sa.Integer(),
            nullable=False,
            comment="Where the evidence (from title to name) starts in articles.text: 0-based, in Unicode code points.",
        ),
        sa.Column(
            "end_char", sa.Integer(), nullable=False, comment="Where the evidence ends in articles.text: the first character after it."
        ),
        sa.CheckConstraint("status in ('current', 'former', 'elect', 'acting', 'candidate')", name=op.f("ck_positions_status")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_positions_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_positions_article_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.organisation_id"], name=op.f("fk_positions_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.person_id"], name=op.f("fk_positions_person_id")),
        sa.PrimaryKeyConstraint("position_id", name=op.f("pk_positions")),
        comment="One row a report, in one article, that a person holds a title. It says nothing of when the office began or ended; views office_history and office_holders put the reports together.",
    )
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_positions_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quotes",
        sa.Column("quote_id", Id, autoincrement=False, nullable=False, comment="Id of the quote."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="direct (wholly in quotation marks), mixed (a reported clause with a quoted fragment) or indirect.",
        ),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="The words, without quotation marks; pieces are joined by ' … ' or, over paragraphs, by a line feed.",
        ),
        sa.Column(
            "start_char",
            sa.Integer(),
            nullable=False,
            comment="Where its first piece starts in articles.text: 0-based, in Unicode code points.",
        ),
        sa.Column(
            "end_char", sa.Integer(), nullable=False, comment="Where its last piece ends in articles.text: the first character after it."
        ),
        sa.Column("speaker_id", Id, nullable=True, comment="Who said it; null where unnamed or unresolved."),
        sa.Column("speaker_text", sa.Text(), nullable=True, comment="The words naming the speaker beside the cue, pronouns included."),
        sa.Column("speaker_start_char", sa.Integer(), nullable=True, comment="Where these words start."),
        sa.Column("speaker_end_char", sa.Integer(), nullable=True, comment="Where these words end."),
        sa.Column("cue", sa.Text(), nullable=True, comment="The reporting words (said, told, according to); null where there are none."),
        sa.Column("cue_lemma", sa.Text(), nullable=True, comment="Base form of the cue (say)."),
        sa.Column("cue_start_char", sa.Integer(), nullable=True, comment="Where the cue starts."),
        sa.Column("cue_end_char", sa.Integer(), nullable=True, comment="Where the cue ends."),
        sa.Column(
            "medium",
            sa.String(length=32),
            nullable=True,
            comment="Where it was said if the article tells: statement, interview, social_media, report, court, …",
        ),
        sa.Column(
            "act",
            sa.String(length=16),
            nullable=True,
            comment="What the words do: request, denial, thanks, promise, accusation, apology, offer, warning, question, no_comment; null for plain statements.",
        ),
        sa.Column("addressee_id", Id, nullable=True, comment="To whom it was said, if named."),
        sa.Column("addressee_text", sa.Text(), nullable=True, comment="The words naming the addressee."),
        sa.CheckConstraint(
            "act in ('request', 'denial', 'thanks', 'promise', 'accusation', 'apology', 'offer', 'warning', 'question', 'no_comment', 'admission', 'agreement', 'announcement', 'criticism', 'praise', 'refusal')",
            name=op.f("ck_quotes_act"),
        ),
        sa.CheckConstraint("kind in ('direct', 'mixed', 'indirect')", name=op.f("ck_quotes_kind")),
        sa.CheckConstraint("cue_end_char > cue_start_char", name=op.f("ck_quotes_cue_span")),
        sa.CheckConstraint("speaker_end_char > speaker_start_char", name=op.f("ck_quotes_speaker_span")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_quotes_span")),
        sa.ForeignKeyConstraint(["addressee_id"], ["entities.entity_id"], name=op.f("fk_quotes_addressee_id")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_quotes_article_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.entity_id"], name=op.f("fk_quotes_speaker_id")),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_quotes")),
        comment="One row a quote, direct or reported. Pieces split by the cue or running over paragraphs are one quote. A speaker without an id is unnamed in the article or could not be resolved: speaker_text tells.",
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotes_addressee_id"), ["addressee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotes_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotes_speaker_id"), ["speaker_id"], unique=False)

    op.create_table(
        "zones",
        sa.Column("article_id", Id, nullable=False, comment="The article."),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="headline, byline, dateline, body, caption, teaser or furniture."),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="Where it starts in articles.text: 0-based, in Unicode code points."),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="Where it ends in articles.text: the first character after it."),
        sa.CheckConstraint(
            "kind in ('headline', 'byline', 'dateline', 'body', 'caption', 'teaser', 'furniture')", name=op.f("ck_zones_kind")
        ),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_zones_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_zones_article_id")),
        sa.PrimaryKeyConstraint("article_id", "start_char", name=op.f("pk_zones")),
        comment="One row a stretch of an article's text. Facts are read from headline, dateline and body; the rest is page furniture.",
    )
    op.create_table(
        "figures",
        sa.Column("figure_id", Id, autoincrement=False, nullable=False, comment="Id of the figure."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column(
            "start_char",
            sa.Integer(),
            nullable=False,
            comment="Where the number with its modifier, unit and per-phrase starts in articles.text: 0-based, in Unicode code points.",
        ),
        sa.Column(
            "end_char",
            sa.Integer(),
            nullable=False,
            comment="Where the number with its modifier, unit and per-phrase ends in articles.text: the first character after it.",
        ),
        sa.Column("surface", sa.Text(), nullable=False, comment="The words as written."),
        sa.Column(
            "value",
            sa.Float(precision=53),
            nullable=False,
            comment="The number, multiplied out (2.5 million = 2500000); double precision, about 15 digits.",
        ),
        sa.Column(
            "value_max", sa.Float(precision=53), nullable=True, comment="Upper end of a range, second number of a score; null otherwise."
        ),
        sa.Column(
            "unit",
            sa.String(length=64),
            nullable=False,
            comment="Singular, lower case (person, percent, km) or an ISO 4217 code. Open vocabulary.",
        ),
        sa.Column(
            "comparator", sa.String(length=8), nullable=False, comment="eq, gt, ge, lt, le, approx or up_to: what the modifier says."
        ),
        sa.Column("per", sa.String(length=64), nullable=True, comment="What it is counted per: year, day, person."),
        sa.Column(
            "type",
            sa.String(length=16),
            nullable=False,
            comment="stock (level at a time), flow (per or over a period), cumulative (total since a start), share, rate, change, price, amount, duration, age, rank, score or other.",
        ),
        sa.Column(
            "measured",
            sa.Text(),
            nullable=True,
            comment="What is counted or measured, in the article's words; the weakest column of the table.",
        ),
        sa.Column(
            "measured_start_char", sa.Integer(), nullable=True, comment="Where these words start; null where they were put together."
        ),
        sa.Column("measured_end_char", sa.Integer(), nullable=True, comment="Where these words end."),
        sa.Column("place_id", Id, nullable=True, comment="Where it holds, if the sentence says so."),
        sa.Column("period_text", sa.Text(), nullable=True, comment="When it holds, as written."),
        sa.Column(
            "period_from",
            sa.Date(),
            nullable=True,
            comment="First day of that period; null where text and publication date do not settle it.",
        ),
        sa.Column("period_to", sa.Date(), nullable=True, comment="Last day of that period."),
        sa.Column(
            "period_basis",
            sa.String(length=24),
            nullable=True,
            comment="Where the period comes from: stated, relative (to the publication date).",
        ),
        sa.Column("attributed_to_id", Id, nullable=True, comment="Who gave it; null for the article's own voice and for unnamed sources."),
        sa.Column("attributed_to_text", sa.Text(), nullable=True, comment="The words that name who gave it."),
        sa.Column("quote_id", Id, nullable=True, comment="The quote it stands in."),
        sa.CheckConstraint("comparator in ('eq', 'gt', 'ge', 'lt', 'le', 'approx', 'up_to')", name=op.f("ck_figures_comparator")),
        sa.CheckConstraint(
            "type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'change', 'price', 'amount', 'duration', 'age', 'rank', 'score', 'other')",
            name=op.f("ck_figures_type"),
        ),
        sa.CheckConstraint("measured_end_char > measured_start_char", name=op.f("ck_figures_measured_span")),
        sa.CheckConstraint("period_from is null or period_to is null or period_from <= period_to", name=op.f("ck_figures_period")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_figures_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_figures_article_id")),
        sa.ForeignKeyConstraint(["attributed_to_id"], ["entities.entity_id"], name=op.f("fk_figures_attributed_to_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_figures_place_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.quote_id"], name=op.f("fk_figures_quote_id")),
        sa.PrimaryKeyConstraint("figure_id", name=op.f("pk_figures")),
        sa.UniqueConstraint("article_id", "start_char", "end_char", name=op.f("uq_figures_article_id_start_char_end_char")),
        comment="One row a number that measures something. Two figures compare only where measured, unit, type and place agree: a stock and a cumulative count are no series.",
    )
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figures_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figures_attributed_to_id"), ["attributed_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figures_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figures_quote_id"), ["quote_id"], unique=False)

    op.create_table(
        "quote_segments",
        sa.Column("quote_id", Id, nullable=False, comment="The quote."),
        sa.Column("segment_no", sa.Integer(), autoincrement=False, nullable=False, comment="1 for the first piece in text order."),
        sa.Column(
            "start_char", sa.Integer(), nullable=False, comment="Where the piece starts in articles.text: 0-based, in Unicode code points."
        ),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="Where the piece ends in articles.text: the first character after it."),
        sa.CheckConstraint("segment_no >= 1", name=op.f("ck_quote_segments_segment_no")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_quote_segments_span")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.quote_id"], name=op.f("fk_quote_segments_quote_id")),
        sa.PrimaryKeyConstraint("quote_id", "segment_no", name=op.f("pk_quote_segments")),
        comment="One row a contiguous piece of a quote; every quote has at least one.",
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("quote_segments")
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figures_quote_id"))
        batch_op.drop_index(batch_op.f("ix_figures_place_id"))
        batch_op.drop_index(batch_op.f("ix_figures_attributed_to_id"))
        batch_op.drop_index(batch_op.f("ix_figures_article_id"))

    op.drop_table("figures")
    op.drop_table("zones")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotes_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_quotes_article_id"))
        batch_op.drop_index(batch_op.f("ix_quotes_addressee_id"))

    op.drop_table("quotes")
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_positions_person_id"))
        batch_op.drop_index(batch_op.f("ix_positions_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_positions_article_id"))

    op.drop_table("positions")
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentions_entity_id"))
        batch_op.drop_index(batch_op.f("ix_mentions_article_id"))

    op.drop_table("mentions")
    with op.batch_alter_table("meeting_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_reports_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_reports_article_id"))

    op.drop_table("meeting_reports")
    with op.batch_alter_table("meeting_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_participants_represents_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_participants_entity_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_participants_article_id"))

    op.drop_table("meeting_participants")
    with op.batch_alter_table("article_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_claims_claim_id"))

    op.drop_table("article_claims")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_document_id"))

    op.drop_table("offers")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_place_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_parent_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_date_from"))

    op.drop_table("meetings")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_story_id"))
        batch_op.drop_index(batch_op.f("ix_articles_source_id"))
        batch_op.drop_index(batch_op.f("ix_articles_extractor_version"))
        batch_op.drop_index(batch_op.f("ix_articles_document_id"))

    op.drop_table("articles")
    op.drop_table("places")
    op.drop_table("people")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))

    op.drop_table("organisations")
    with op.batch_alter_table("entity_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entity_names_name"))

    op.drop_table("entity_names")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_documents_uri_loaded", sqlite_where=sa.text("status = 'loaded'"), postgresql_where=sa.text("status = 'loaded'")
        )
        batch_op.drop_index(batch_op.f("ix_documents_status"))
        batch_op.drop_index(batch_op.f("ix_documents_load_id"))

    op.drop_table("documents")
    op.drop_table("sources")
    with op.batch_alter_table("loads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loads_dagster_run_id"))

    op.drop_table("loads")
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entities_name"))

    op.drop_table("entities")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index("ix_claims_subject_id_subject")

    op.drop_table("claims")
