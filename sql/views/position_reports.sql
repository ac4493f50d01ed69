-- One row a report, in one article, that a person holds a title.
--
-- person: name.
-- title: title as written.
-- organisation: where, if this article says or implies it, or else another one does of the same person and title.
-- country_code: country of the office: stated beside it, else the organisation's, else the person's.
-- status: current, former, elect, acting or candidate.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence that says so.
-- organisation_basis: stated, context, implied (by title and country) or elsewhere (in another article); null without an organisation.
-- position_id: id of the report.
-- person_id: id of the person.
-- organisation_id: id of the organisation.
-- article_id: id of the article.
--
-- Weakness: says what the article calls the person, not when the office began or ended.
select
    labels.person,
    positions.title,
    labels.organisation,
    labels.country_code,
    positions.status,
    article_labels.article,
    articles.headline,
    article_labels.published_on,
    evidence_of(articles.text, positions.start_char, positions.end_char) as evidence,
    labels.organisation_basis,
    labels.position_id,
    labels.person_id,
    labels.organisation_id,
    positions.article_id
from prepared.position_labels as labels
inner join positions on labels.position_id = positions.position_id
inner join prepared.article_labels as article_labels on coalesce(positions.article_id, labels.article_id) = article_labels.article_id
inner join articles on coalesce(positions.article_id, labels.article_id) = articles.article_id  -- an id of both tables: they are joined first, the long texts last
