-- One row a meeting: a name to show and who took part, without what articles tell of it; views over meetings take their names from here.
--
-- meeting: proper name; else the first participants and the kind.
-- participants: all participants by name, with their role in brackets where it is another than participant.
-- participant_count: how many.
-- meeting_id: id, for joins.
--
-- Weakness: one event that two articles describe too differently to be joined is two rows.
with present as (
    select distinct
        meeting_participants.meeting_id,
        entities.name,
        meeting_participants.role
    from meeting_participants
    inner join entities on meeting_participants.entity_id = entities.entity_id
),

parties as (
    select
        meeting_id,
        string_agg(name || case when role = 'participant' then '' else ' [' || role || ']' end, '; ' order by name, role) as participants,
        array_to_string(list_slice(list_sort(list(distinct name)), 1, 2), ' - ') as first_two,
        count(distinct name) as participant_count
    from present
    group by meeting_id
)

select
    coalesce(
        meetings.name,
        coalesce(parties.first_two || case when parties.participant_count > 2 then ' and others' else '' end || ', ', '')
        || case meetings.kind when 'other' then 'meeting' else replace(meetings.kind, '_', ' ') end
    ) as meeting,
    parties.participants,
    coalesce(parties.participant_count, 0) as participant_count,
    meetings.meeting_id
from meetings
left join parties on meetings.meeting_id = parties.meeting_id
