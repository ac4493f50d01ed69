-- One row a meeting, with a name to show, who took part and which articles report it; other views take what articles tell of a meeting from here.
--
-- meeting: proper name; else the first participants and the kind.
-- participants: all participants by name, with their role in brackets where it is another than participant.
-- participant_count: how many.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them.
-- evidence: sentence of the first report.
-- meeting_id: id, for joins.
-- first_report_id: id of the first report.
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
)

select
    named.meeting,
    named.participants,
    named.participant_count,
    reports.articles,
    coalesce(reports.article_count, 0) as article_count,
    reports.first_reported_on,
    evidence_of(articles.text, first_reports.start_char, first_reports.end_char) as evidence,
    named.meeting_id,
    reports.first_report_id
from meeting_names as named
left join reports on named.meeting_id = reports.meeting_id
left join meeting_reports as first_reports on reports.first_report_id = first_reports.meeting_report_id
left join articles on first_reports.article_id = articles.article_id
