-- One row a report, in one article, that a person holds a title.
--
-- person: name.
-- title: title as written.
-- organisation: where, if the article says or implies it.
-- country_code: country of the office: stated beside it, else the organisation's, else the person's.
-- status: current, former, elect, acting or candidate.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence that says so.
-- position_id: id of the report.
-- person_id: id of the person.
-- organisation_id: id of the organisation.
-- article_id: id of the article.
--
-- Weakness: says what the article calls the person, not when the office began or ended.
select
    people.name as person,
    positions.title,
    organisations.name as organisation,
    coalesce(positions.country_code, organisations.country_code, people.country_code) as country_code,
    positions.status,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, positions.start_char, positions.end_char) as evidence,
    positions.position_id,
    people.person_id,
    organisations.organisation_id,
    cards.article_id
from positions
inner join people on positions.person_id = people.person_id
inner join article_cards as cards on positions.article_id = cards.article_id
left join organisations on positions.organisation_id = organisations.organisation_id
