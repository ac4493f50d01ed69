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
with reports as materialized (
    select
        * exclude (headline, evidence, organisation_basis),
        lower(title) as office
    from position_reports
),

offices as materialized (
    select
        person_id,
        office,
        status,
        mode(title order by title) as title,
        mode(country_code order by country_code) as country_code,
        listed(list(distinct article)) as articles,
        count(distinct article_id) as article_count,
        min(published_on) as first_reported_on,
        max(published_on) as last_reported_on,
        arg_min(
            { 'position_id': position_id, 'person': person, 'organisation': organisation, 'organisation_id': organisation_id },
            (coalesce(published_on, date '9999-12-31'), position_id)
        ) as first_report
    from reports
    group by person_id, office, lower(organisation), status
),

held as (
    select
        offices.first_report.position_id,
        offices.first_report.organisation_id,
        offices.last_reported_on,
        offices.person_id,
        offices.office
    from offices
    where offices.status = 'current'
),

holders as (
    select organisation_id, office, published_on
    from reports
    where status = 'current'
),

later as (
    -- Two joins, each on ids: one on the title alone would pair every president with every other. The first later report is another's, for
    -- one's own is none later than the last.
    select
        held.position_id,
        reports.published_on,
        'former' as end_basis
    from held
    inner join reports
        on
            held.person_id = reports.person_id
            and held.office = reports.office
            and held.last_reported_on < reports.published_on
            and coalesce(held.organisation_id = reports.organisation_id, true)
    where reports.status = 'former'
    union all
    select
        held.position_id,
        holders.published_on,
        'successor' as end_basis
    from held
    asof inner join holders
        on
            held.organisation_id = holders.organisation_id
            and held.office = holders.office
            and held.last_reported_on < holders.published_on
    where
        regexp_matches(held.office, '\b(president|prime minister|premier|minister|mayor|governor|chief executive|director[- ]general|secretary[- ]general|chancellor|king|queen)\b')
        and not regexp_matches(held.office, '\b(deputy|vice|assistant|associate|state|under)\b')
),

ends as (
    select
        position_id,
        min(published_on) as ended_by_on,
        arg_min(end_basis, (published_on, end_basis)) as end_basis
    from later
    group by position_id
)

select
    offices.first_report.person,
    offices.title,
    offices.first_report.organisation,
    offices.country_code,
    offices.status,
    offices.articles,
    offices.article_count,
    offices.first_reported_on,
    offices.last_reported_on,
    ends.ended_by_on,
    ends.end_basis,
    evidence_of((select articles.text from articles where articles.article_id = positions.article_id), positions.start_char, positions.end_char) as evidence,
    offices.person_id,
    offices.first_report.organisation_id
from offices
left join ends on offices.first_report.position_id = ends.position_id
inner join positions on offices.first_report.position_id = positions.position_id
