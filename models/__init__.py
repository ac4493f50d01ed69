"""The schema of the record store as SQLAlchemy models, one module a subject. Comments become the data dictionary."""

from __future__ import annotations

from models.articles import Article, Source, Zone
from models.base import Base
from models.claims import ArticleClaim, Claim
from models.entities import Entity, EntityName, Mention, Organisation, Person, Place, Position
from models.figures import Figure, FigureSource
from models.ledger import Document, Load, Offer
from models.meetings import Meeting, MeetingParticipant, MeetingReport
from models.quotes import NoComment, Quote, QuoteSegment, QuoteSpeaker
from models.upkeep import Change, DatedFacts, GivenMetadata, StoryBand, StorySignature

__all__ = [
    "Article",
    "ArticleClaim",
    "Base",
    "Change",
    "Claim",
    "DatedFacts",
    "Document",
    "Entity",
    "EntityName",
    "Figure",
    "FigureSource",
    "GivenMetadata",
    "Load",
    "Meeting",
    "MeetingParticipant",
    "MeetingReport",
    "Mention",
    "NoComment",
    "Offer",
    "Organisation",
    "Person",
    "Place",
    "Position",
    "Quote",
    "QuoteSegment",
    "QuoteSpeaker",
    "Source",
    "StoryBand",
    "StorySignature",
    "Zone",
]
