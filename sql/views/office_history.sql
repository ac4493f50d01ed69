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
-- evidence: sentence of the first report.
-- person_id: id of the person.
-- organisation_id: id of the organisation in the first report; one organisation may have several.
--
-- Weakness: first and last reported are days of newspapers, not of the office; one office under two titles is two rows.
with offices as (
    select
        mode(title order by title) as title,
        mode(country_code order by country_code) as country_code,
        status,
        listed(list(distinct article)) as articles,
        count(distinct article_id) as article_count,
        min(published_on) as first_reported_on,
        max(published_on) as last_reported_on,
        arg_min(position_id, (coalesce(published_on, date '9999-12-31'), position_id)) as first_position_id
    from position_reports
    group by person_id, lower(title), lower(organisation), status
)

select
    first_reports.person,
    offices.title,
    first_reports.organisation,
    offices.country_code,
    offices.status,
    offices.articles,
    offices.article_count,
    offices.first_reported_on,
    offices.last_reported_on,
    first_reports.evidence,
    first_reports.person_id,
    first_reports.organisation_id
from offices
inner join position_reports as first_reports on offices.first_position_id = first_reports.position_id
