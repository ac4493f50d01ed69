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
select
    labels.meeting,
    labels.participants,
    labels.participant_count,
    labels.articles,
    labels.article_count,
    labels.first_reported_on,
    evidence_of(articles.text, labels.start_char, labels.end_char) as evidence,
    labels.meeting_id,
    labels.first_report_id
from prepared.meeting_labels as labels
left join articles on labels.article_id = articles.article_id
