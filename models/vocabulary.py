"""Closed word lists of the schema. A new word here needs a migration; `corpus/GUIDELINES.md` says what each means."""

from __future__ import annotations

LOAD_STATUSES = ("running", "finished", "failed", "interrupted")
DOCUMENT_STATUSES = ("loaded", "unchanged", "superseded", "quarantined")
OUTCOMES = ("loaded", "unchanged", "quarantined")
ZONES = ("headline", "byline", "dateline", "body", "caption", "teaser", "furniture")
ENTITY_KINDS = ("person", "organisation", "place")
MENTIONED_KINDS = (*ENTITY_KINDS, "event")
MENTION_FORMS = ("name", "short_name", "acronym", "pronoun", "nominal")
NAME_KINDS = ("full", "short", "acronym", "alias")
NAME_ORDERS = ("given_first", "family_first", "given_only")
POSITION_STATUSES = ("current", "former", "elect", "acting", "candidate")
MEETING_KINDS = (
    "bilateral_meeting", "summit", "conference", "workshop", "forum", "visit", "field_visit", "talks", "call", "hearing", "signing",
    "ceremony", "press_conference", "other",
)  # fmt: skip
MEETING_STATUSES = ("held", "ongoing", "planned", "requested", "cancelled", "postponed", "denied")
PARTICIPANT_ROLES = ("participant", "host", "organiser", "partner", "representing")
COMPARATORS = ("eq", "gt", "ge", "lt", "le", "approx", "up_to")
FIGURE_TYPES = (
    "stock", "flow", "cumulative", "share", "rate", "change", "price", "amount", "duration", "age", "rank", "score", "other",
)  # fmt: skip
QUOTE_KINDS = ("direct", "mixed", "indirect")
NO_COMMENT_KINDS = ("declined", "unreachable", "no_reply")
ACTS = (
    "request",
    "denial",
    "thanks",
    "promise",
    "accusation",
    "apology",
    "offer",
    "warning",
    "question",
    "no_comment",
    "admission",
    "agreement",
    "announcement",
    "criticism",
    "praise",
    "refusal",
)
