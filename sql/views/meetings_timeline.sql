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
with ordered as (
    select
        meetings.*,
        labels.* exclude (meeting_id),
        places.name as place,
        places.country_code,
        parents.meeting as parent,
        articles.text
    from meetings
    inner join prepared.meeting_labels as labels on meetings.meeting_id = labels.meeting_id
    left join places on meetings.place_id = places.place_id
    left join prepared.meeting_labels as parents on meetings.parent_id = parents.meeting_id
    left join articles on labels.article_id = articles.article_id
    order by coalesce(meetings.date_from, labels.first_reported_on) nulls last, meetings.meeting_id
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
