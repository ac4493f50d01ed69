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
),

reports as (
    select
        person_id,
        organisation_id,
        lower(title) as office,
        status,
        published_on
    from position_reports
    where published_on is not null
),

held as (
    select
        offices.first_position_id,
        offices.last_reported_on,
        position_reports.person_id,
        position_reports.organisation_id,
        lower(position_reports.title) as office
    from offices
    inner join position_reports on offices.first_position_id = position_reports.position_id
    where offices.status = 'current'
),

later as (
    -- Two joins, each on ids: one on the title alone would pair every president with every other.
    select
        held.first_position_id,
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
        held.first_position_id,
        reports.published_on,
        'successor' as end_basis
    from held
    inner join reports
        on
            held.organisation_id = reports.organisation_id
            and held.office = reports.office
            and held.last_reported_on < reports.published_on
            and held.person_id <> reports.person_id
    where
        reports.status = 'current'
        and regexp_matches(reports.office, '\b(president|prime minister|premier|minister|mayor|governor|chief executive|director[- ]general|secretary[- ]general|chancellor|king|queen)\b')
        and not regexp_matches(reports.office, '\b(deputy|vice|assistant|associate|state|under)\b')
),

ends as (
    select
        first_position_id,
        min(published_on) as ended_by_on,
        arg_min(end_basis, (published_on, end_basis)) as end_basis
    from later
    group by first_position_id
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
    ends.ended_by_on,
    ends.end_basis,
    first_reports.evidence,
    first_reports.person_id,
    first_reports.organisation_id
from offices
inner join position_reports as first_reports on offices.first_position_id = first_reports.position_id
left join ends on offices.first_position_id = ends.first_position_id
