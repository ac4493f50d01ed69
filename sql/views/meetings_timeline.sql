-- One row a meeting of any status: when, where, who, reported by which articles.
--
-- date_from: first possible day; null where text and publication date do not settle it.
-- date_to: last possible day.
-- date_text: when, as written.
-- date_basis: where the date comes from (stated, relative to the publication date, parent).
-- meeting: name to show.
-- kind: bilateral_meeting, summit, conference, workshop, forum, visit, field_visit, talks, call, hearing, signing, ceremony,
--   press_conference or other.
-- status: held, ongoing, planned, requested, cancelled, postponed or denied.
-- place: where.
-- place_basis: where the place comes from: stated, dateline or parent.
-- country_code: country of the place.
-- participants: who took part, with roles.
-- parent: the event it was part of.
-- parent_relation: how it was part of that.
-- agenda: what it was about, in an article's words.
-- outcome: what came of it, in an article's words.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them.
-- evidence: sentence of the first report.
-- meeting_id: id of the meeting.
--
-- Weakness: unnamed meetings join across articles only when participants, date and place agree.
with cards as (
    select
        cards.* exclude (evidence),
        first_reports.start_char,
        first_reports.end_char,
        (select articles.text from articles where articles.article_id = first_reports.article_id) as text
    from meeting_cards as cards
    left join meeting_reports as first_reports on cards.first_report_id = first_reports.meeting_report_id
),

ordered as (
    select
        meetings.*,
        cards.* exclude (meeting_id),
        places.name as place,
        places.country_code,
        parents.meeting as parent
    from meetings
    inner join cards on meetings.meeting_id = cards.meeting_id
    left join places on meetings.place_id = places.place_id
    left join meeting_names as parents on meetings.parent_id = parents.meeting_id
    order by coalesce(meetings.date_from, cards.first_reported_on) nulls last, meetings.meeting_id
)

select
    date_from,
    date_to,
    date_text,
    date_basis,
    meeting,
    kind,
    status,
    place,
    place_basis,
    country_code,
    participants,
    parent,
    parent_relation,
    agenda,
    outcome,
    articles,
    article_count,
    first_reported_on,
    evidence_of(text, start_char, end_char) as evidence,
    meeting_id
from ordered
