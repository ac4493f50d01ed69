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

ends as (
    select
        offices.first_position_id,
        min(reports.published_on) as ended_by_on,
        arg_min(
            case when reports.person_id = held.person_id then 'former' else 'successor' end,
            (reports.published_on, reports.person_id <> held.person_id)
        ) as end_basis
    from offices
    inner join position_reports as held on offices.first_position_id = held.position_id
    inner join reports
        on
            lower(held.title) = reports.office
            and offices.last_reported_on < reports.published_on
            and (
                (
                    held.person_id = reports.person_id
                    and reports.status = 'former'
                    and coalesce(held.organisation_id = reports.organisation_id, true)
                )
                or (
                    held.person_id <> reports.person_id
                    and reports.status = 'current'
                    and held.organisation_id = reports.organisation_id
                    and regexp_matches(reports.office, '\b(president|prime minister|premier|minister|mayor|governor|chief executive|director[- ]general|secretary[- ]general|chancellor|king|queen)\b')
                    and not regexp_matches(reports.office, '\b(deputy|vice|assistant|associate|state|under)\b')
                )
            )
    where offices.status = 'current'
    group by offices.first_position_id
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
