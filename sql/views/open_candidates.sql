-- One row a pair of entities that may be one, or that share a name and are kept apart; nobody has decided yet.
--
-- kind: person or organisation.
-- left_name: one entity.
-- right_name: the other.
-- reason: why they may be one, or what keeps them apart.
-- weight: articles that a decision could mend, at most.
-- left_country: country of the one.
-- right_country: country of the other.
-- left_articles: articles that name the one (the first twenty by name).
-- right_articles: articles that name the other.
-- left_named_on: earliest day of publication that names the one.
-- right_named_on: earliest day of publication that names the other.
-- left_evidence: sentence of the first mention of the one.
-- right_evidence: sentence of the first mention of the other.
-- left_id: id of the one.
-- right_id: id of the other.
--
-- Weakness: names in which no two words agree are never compared; places are settled by the gazetteer and not listed.
with sides as (
    select left_id as entity_id from entity_candidates
    union
    select right_id as entity_id from entity_candidates
),

named as (
    select
        sides.entity_id,
        listed(list(distinct cards.article)) as articles,
        min(cards.published_on) as named_on,
        arg_min(mentions.mention_id, (cards.article_id, mentions.start_char)) as first_mention_id
    from sides
    inner join mentions on sides.entity_id = mentions.entity_id
    inner join article_cards as cards on mentions.article_id = cards.article_id
    where mentions.kind in ('name', 'short_name', 'acronym')
    group by sides.entity_id
),

shown as (
    select
        sides.entity_id,
        entities.kind,
        entities.name,
        coalesce(people.country_code, organisations.country_code) as country_code,
        named.articles,
        named.named_on,
        evidence_of(articles.text, mentions.start_char, mentions.end_char) as evidence
    from sides
    inner join entities on sides.entity_id = entities.entity_id
    left join people on sides.entity_id = people.person_id
    left join organisations on sides.entity_id = organisations.organisation_id
    left join named on sides.entity_id = named.entity_id
    left join mentions on named.first_mention_id = mentions.mention_id
    left join articles on mentions.article_id = articles.article_id
)

select
    lefts.kind,
    lefts.name as left_name,
    rights.name as right_name,
    entity_candidates.reason,
    entity_candidates.weight,
    lefts.country_code as left_country,
    rights.country_code as right_country,
    lefts.articles as left_articles,
    rights.articles as right_articles,
    lefts.named_on as left_named_on,
    rights.named_on as right_named_on,
    lefts.evidence as left_evidence,
    rights.evidence as right_evidence,
    lefts.entity_id as left_id,
    rights.entity_id as right_id
from entity_candidates
inner join shown as lefts on entity_candidates.left_id = lefts.entity_id
inner join shown as rights on entity_candidates.right_id = rights.entity_id
