-- One row a person and office: from when to when it is reported, by which articles.
--
-- person: name.
-- title: the office, in the spelling most articles use.
-- organisation: where.
-- country_code: country of the office.
-- status: current, former, elect, acting or candidate, as the articles say.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them; null where none is known.
-- last_reported_on: latest day of publication among them.
-- ended_by_on: day by which the office had ended: the first report that calls the person former, or its successor's; null: unknown, not open.
-- end_basis: former or successor; null where no end is reported.
-- evidence: sentence of the first report.
-- person_id: id of the person.
-- organisation_id: id of the organisation in the first report; one organisation may have several.
--
-- Weakness: first and last reported are days of newspapers, not of the office; one office under two titles is two rows. A successor is taken
-- from single offices of named organisations alone (president, minister, mayor, director; no deputies).
select
    spans.person,
    spans.title,
    spans.organisation,
    spans.country_code,
    spans.status,
    spans.articles,
    spans.article_count,
    spans.first_reported_on,
    spans.last_reported_on,
    least(spans.former_on, successions.succeeded_on) as ended_by_on,
    case
        when spans.former_on <= coalesce(successions.succeeded_on, spans.former_on) then 'former'
        when successions.succeeded_on is not null then 'successor'
    end as end_basis,
    evidence_of(articles.text, spans.start_char, spans.end_char) as evidence,
    spans.person_id,
    spans.organisation_id
from prepared.office_spans as spans
left join prepared.office_successions as successions on spans.position_id = successions.position_id
inner join articles on spans.article_id = articles.article_id
