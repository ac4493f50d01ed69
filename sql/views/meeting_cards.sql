-- One row a meeting, with a name to show, who took part and which articles report it; other views take their meeting columns from here.
--
-- meeting: proper name; else the first participants and the kind.
-- participants: all participants by name, with their role in brackets where it is another than participant.
-- participant_count: how many.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them.
-- evidence: sentence of the first report.
-- meeting_id: id, for joins.
--
-- Weakness: one event that two articles describe too differently to be joined is two rows.
with reports as (
    select
        meeting_reports.meeting_id,
        listed(list(distinct article_cards.article)) as articles,
        count(distinct article_cards.article_id) as article_count,
        min(article_cards.published_on) as first_reported_on,
        arg_min(
            meeting_reports.meeting_report_id,
            (coalesce(article_cards.published_on, date '9999-12-31'), article_cards.article_id, meeting_reports.start_char)
        ) as first_report_id
    from meeting_reports
    inner join article_cards on meeting_reports.article_id = article_cards.article_id
    group by meeting_reports.meeting_id
),

present as (
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
    reports.articles,
    coalesce(reports.article_count, 0) as article_count,
    reports.first_reported_on,
    evidence_of(articles.text, first_reports.start_char, first_reports.end_char) as evidence,
    meetings.meeting_id
from meetings
left join reports on meetings.meeting_id = reports.meeting_id
left join parties on meetings.meeting_id = parties.meeting_id
left join meeting_reports as first_reports on reports.first_report_id = first_reports.meeting_report_id
left join articles on first_reports.article_id = articles.article_id
