-- One row a person and office: from when to when it is reported, by which articles.
--
-- person_id: id of the person.
-- person: name.
-- office: the title in small letters.
-- title: the office, in the spelling most articles use.
-- organisation: where.
-- organisation_id: id of the organisation in the first report; one organisation may have several.
-- country_code: country of the office.
-- status: current, former, elect, acting or candidate, as the articles say.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- first_reported_on: earliest day of publication among them; null where none is known.
-- last_reported_on: latest day of publication among them.
-- former_on: of a current office, the first later day of publication on which the person is called former; null where there is none.
-- position_id: id of the first report.
-- article_id: article of the first report.
-- start_char: where the first report starts in it.
-- end_char: where it ends.
--
-- Weakness: first and last reported are days of newspapers, not of the office; one office under two titles is two rows.
--
-- Key: person_id = positions.person_id, position_labels.person_id.
with reports as (
    select
        positions.position_id,
        positions.article_id,
        positions.start_char,
        positions.end_char,
        positions.title,
        positions.status,
        lower(positions.title) as office,
        position_labels.person_id,
        position_labels.person,
        position_labels.organisation,
        position_labels.organisation_id,
        position_labels.country_code,
        article_labels.article,
        article_labels.published_on
    from positions
    inner join position_labels on positions.position_id = position_labels.position_id
    inner join article_labels on positions.article_id = article_labels.article_id
),

offices as (
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
            {
                'position_id': position_id,
                'person': person,
                'organisation': organisation,
                'organisation_id': organisation_id,
                'article_id': article_id,
                'start_char': start_char,
                'end_char': end_char
            },
            (coalesce(published_on, date '9999-12-31'), position_id)
        ) as first
    from reports
    group by person_id, office, lower(organisation), status
),

ends as (
    select
        offices.first.position_id,
        min(reports.published_on) as former_on
    from offices
    inner join reports
        on
            offices.person_id = reports.person_id
            and offices.office = reports.office
            and offices.last_reported_on < reports.published_on
            and coalesce(offices.first.organisation_id = reports.organisation_id, true)
    where offices.status = 'current' and reports.status = 'former'
    group by offices.first.position_id
)

select
    offices.person_id,
    offices.first.person,
    offices.office,
    offices.title,
    offices.first.organisation,
    offices.first.organisation_id,
    offices.country_code,
    offices.status,
    offices.articles,
    offices.article_count,
    offices.first_reported_on,
    offices.last_reported_on,
    ends.former_on,
    offices.first.position_id,
    offices.first.article_id,
    offices.first.start_char,
    offices.first.end_char
from offices
left join ends on offices.first.position_id = ends.position_id
