-- One row a pair and meeting: two parties reported to have met face to face or by telephone.
--
-- party_a: name of the one, by alphabet.
-- party_a_kind: person, organisation or place (a state).
-- party_b: name of the other.
-- party_b_kind: person, organisation or place (a state).
-- kind: bilateral_meeting, talks, call, signing or other.
-- date_from: first possible day; null where text and publication date do not settle it.
-- date_to: last possible day.
-- date_text: when, as written.
-- place: where.
-- place_basis: where the place comes from: stated, dateline or parent.
-- meeting: name to show.
-- parent: the event it was part of.
-- parent_relation: how it was part of that.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them.
-- evidence: sentence of the first report.
-- meeting_id: id of the meeting.
--
-- Weakness: attending the same summit, conference or hearing, or travelling on the same visit, makes no pair, and a meeting of kind other only with two parties; planned,
--   cancelled and denied meetings stand in meetings_timeline alone.
with parties as (
    select
        meeting_participants.meeting_id,
        list_sort(list(distinct { 'name': entities.name, 'entity_id': entities.entity_id, 'kind': entities.kind })) as present
    from meeting_participants
    inner join entities on meeting_participants.entity_id = entities.entity_id
    where meeting_participants.role in ('participant', 'host', 'representing')
    group by meeting_participants.meeting_id
),

firsts as (
    -- Pairs out of a list: a join of the parties with themselves may begin with the names, which pairs all with all.
    select meeting_id, present, unnest(range(1, len(present))) as place_in_list
    from parties
),

pairs as (
    select meeting_id, present[place_in_list] as one, unnest(present[place_in_list + 1:]) as other
    from firsts
)

select
    pairs.one.name as party_a,
    pairs.one.kind as party_a_kind,
    pairs.other.name as party_b,
    pairs.other.kind as party_b_kind,
    meetings.kind,
    meetings.date_from,
    meetings.date_to,
    meetings.date_text,
    places.name as place,
    meetings.place_basis,
    labels.meeting,
    parents.meeting as parent,
    meetings.parent_relation,
    labels.articles,
    labels.article_count,
    labels.first_reported_on,
    evidence_of(articles.text, labels.start_char, labels.end_char) as evidence,
    meetings.meeting_id
from pairs
inner join meetings on pairs.meeting_id = meetings.meeting_id
inner join prepared.meeting_labels as labels on pairs.meeting_id = labels.meeting_id
left join places on meetings.place_id = places.place_id
left join prepared.meeting_labels as parents on meetings.parent_id = parents.meeting_id
left join articles on labels.article_id = articles.article_id
where
    meetings.status in ('held', 'ongoing')
    and (
        meetings.kind in ('bilateral_meeting', 'talks', 'call', 'signing')
        or (meetings.kind = 'other' and labels.participant_count = 2)
    )
