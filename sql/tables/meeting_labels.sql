-- One row a meeting: a name to show, who took part and which articles report it.
--
-- meeting_id: id of the meeting.
-- meeting: proper name; else the first participants and the kind.
-- participants: all participants by name, with their role in brackets where it is another than participant.
-- participant_count: how many.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them.
-- first_report_id: id of the first report.
-- article_id: article of the first report.
-- start_char: where the first report starts in it.
-- end_char: where it ends.
--
-- Weakness: one event that two articles describe too differently to be joined is two rows.
--
-- Key: meeting_id = meetings.meeting_id, meeting_participants.meeting_id, meeting_reports.meeting_id.
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
),

reports as (
    select
        meeting_reports.meeting_id,
        listed(list(distinct article_labels.article)) as articles,
        count(distinct article_labels.article_id) as article_count,
        min(article_labels.published_on) as first_reported_on,
        arg_min(
            {
                'report_id': meeting_reports.meeting_report_id,
                'article_id': meeting_reports.article_id,
                'start_char': meeting_reports.start_char,
                'end_char': meeting_reports.end_char
            },
            (coalesce(article_labels.published_on, date '9999-12-31'), article_labels.article_id, meeting_reports.start_char, meeting_reports.meeting_report_id)
        ) as first
    from meeting_reports
    inner join article_labels on meeting_reports.article_id = article_labels.article_id
    group by meeting_reports.meeting_id
)

select
    meetings.meeting_id,
    coalesce(
        meetings.name,
        coalesce(parties.first_two || case when parties.participant_count > 2 then ' and others' else '' end || ', ', '')
        || case meetings.kind when 'other' then 'meeting' else replace(meetings.kind, '_', ' ') end
    ) as meeting,
    parties.participants,
    coalesce(parties.participant_count, 0) as participant_count,
    reports.articles,
    coalesce(reports.article_count, 0) as article_count,
    reports.first_reported_on,
    reports.first.report_id as first_report_id,
    reports.first.article_id,
    reports.first.start_char,
    reports.first.end_char
from meetings
left join parties on meetings.meeting_id = parties.meeting_id
left join reports on meetings.meeting_id = reports.meeting_id
