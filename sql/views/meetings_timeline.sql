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
select
    meetings.date_from,
    meetings.date_to,
    meetings.date_text,
    meetings.date_basis,
    cards.meeting,
    meetings.kind,
    meetings.status,
    places.name as place,
    meetings.place_basis,
    places.country_code,
    cards.participants,
    parents.meeting as parent,
    meetings.parent_relation,
    meetings.agenda,
    meetings.outcome,
    cards.articles,
    cards.article_count,
    cards.first_reported_on,
    cards.evidence,
    meetings.meeting_id
from meetings
inner join meeting_cards as cards on meetings.meeting_id = cards.meeting_id
left join places on meetings.place_id = places.place_id
left join meeting_cards as parents on meetings.parent_id = parents.meeting_id
order by coalesce(meetings.date_from, cards.first_reported_on) nulls last, meetings.meeting_id
