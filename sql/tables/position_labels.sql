-- One row a report that a person holds a title, with what other reports on the person add to it.
--
-- position_id: id of the report.
-- article_id: id of the article.
-- person_id: id of the person.
-- person: name.
-- organisation_id: id of the organisation, if this article says or implies it, or else another one does of the same person and title.
-- organisation: its name.
-- organisation_basis: stated, context, implied or elsewhere (in another article); null without an organisation.
-- country_code: country of the office: stated beside it, else the organisation's, else the person's.
--
-- Weakness: says what the article calls the person, not when the office began or ended.
--
-- Key: person_id = positions.person_id.
with elsewhere as (
    select
        person_id,
        lower(title) as office,
        any_value(organisation_id) as organisation_id
    from positions
    where organisation_id is not null
    group by person_id, lower(title)
    having count(distinct organisation_id) = 1
),

homes as (
    select
        positions.person_id,
        any_value(coalesce(positions.country_code, organisations.country_code)) as country_code
    from positions
    left join organisations on positions.organisation_id = organisations.organisation_id
    group by positions.person_id
    having count(distinct coalesce(positions.country_code, organisations.country_code)) = 1
),

governments as (
    select
        country_code,
        any_value(organisation_id) as organisation_id
    from organisations
    where kind = 'government' and country_code is not null and name ilike 'government of %'
    group by country_code
    having count(*) = 1
)

select
    positions.position_id,
    positions.article_id,
    people.person_id,
    people.name as person,
    organisations.organisation_id,
    organisations.name as organisation,
    case when organisations.organisation_id is not null then coalesce(positions.organisation_basis, 'elsewhere') end as organisation_basis,
    coalesce(positions.country_code, organisations.country_code, people.country_code) as country_code
from positions
inner join people on positions.person_id = people.person_id
left join elsewhere on positions.person_id = elsewhere.person_id and lower(positions.title) = elsewhere.office
left join homes on positions.person_id = homes.person_id
left join governments
    on
        homes.country_code = governments.country_code
        and regexp_matches(lower(positions.title), '^((first |second )?(deputy|vice) )?prime minister$')
left join organisations
    on coalesce(positions.organisation_id, elsewhere.organisation_id, governments.organisation_id) = organisations.organisation_id
