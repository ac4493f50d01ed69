-- One row a person: in how many articles, under which forms of the name.
--
-- person: name.
-- country_code: country the person acts for or comes from, by context.
-- articles: articles that name the person (the first twenty by name).
-- article_count: how many.
-- surfaces: every distinct form of the name, as written.
-- mentions: mentions by name; pronouns and nouns do not count.
-- titles: titles the articles give.
-- first_named_on: earliest day of publication among the articles.
-- last_named_on: latest day of publication among them.
-- evidence: sentence of the first mention.
-- person_id: id of the person.
--
-- Weakness: one person under two spellings is two rows; namesakes without conflicting context are one.
with named as (
    select
        mentions.entity_id as person_id,
        listed(list(distinct cards.article)) as articles,
        count(distinct cards.article_id) as article_count,
        string_agg(distinct mentions.surface, ', ' order by mentions.surface) as surfaces,
        count(*) as mentions,
        min(cards.published_on) as first_named_on,
        max(cards.published_on) as last_named_on,
        arg_min(mentions.mention_id, (coalesce(cards.published_on, date '9999-12-31'), cards.article_id, mentions.start_char)) as first_mention_id
    from mentions
    inner join article_cards as cards on mentions.article_id = cards.article_id
    where mentions.kind in ('name', 'short_name', 'acronym')
    group by mentions.entity_id
),

titled as (
    select
        person_id,
        string_agg(distinct title, ', ' order by title) as titles
    from positions
    group by person_id
)

select
    people.name as person,
    people.country_code,
    named.articles,
    named.article_count,
    named.surfaces,
    named.mentions,
    titled.titles,
    named.first_named_on,
    named.last_named_on,
    evidence_of(articles.text, first_mentions.start_char, first_mentions.end_char) as evidence,
    people.person_id
from people
inner join named on people.person_id = named.person_id
inner join mentions as first_mentions on named.first_mention_id = first_mentions.mention_id
inner join articles on first_mentions.article_id = articles.article_id
left join titled on people.person_id = titled.person_id
