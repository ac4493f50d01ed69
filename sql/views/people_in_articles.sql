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
with read as (
    -- One row a person and article: names of articles are gathered from these, not from every mention.
    select
        mentions.entity_id as person_id,
        mentions.article_id,
        count(*) as mentions,
        arg_min({ 'start_char': mentions.start_char, 'end_char': mentions.end_char }, mentions.start_char) as first_span
    from mentions
    where mentions.entity_kind = 'person' and mentions.entity_id is not null and mentions.kind in ('name', 'short_name', 'acronym')
    group by mentions.entity_id, mentions.article_id
),

named as (
    select
        read.person_id,
        listed(list(distinct cards.article)) as articles,
        count(*) as article_count,
        sum(read.mentions)::bigint as mentions,
        min(cards.published_on) as first_named_on,
        max(cards.published_on) as last_named_on,
        arg_min(
            { 'article_id': read.article_id, 'start_char': read.first_span.start_char, 'end_char': read.first_span.end_char },
            (coalesce(cards.published_on, date '9999-12-31'), read.article_id)
        ) as first_mention
    from read
    inner join article_cards as cards on read.article_id = cards.article_id
    group by read.person_id
),

forms as (
    select distinct entity_id as person_id, surface
    from mentions
    where entity_kind = 'person' and entity_id is not null and kind in ('name', 'short_name', 'acronym')
),

called as (
    select person_id, string_agg(surface, ', ' order by surface) as surfaces
    from forms
    group by person_id
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
    called.surfaces,
    named.mentions,
    titled.titles,
    named.first_named_on,
    named.last_named_on,
    evidence_of(articles.text, named.first_mention.start_char, named.first_mention.end_char) as evidence,
    people.person_id
from people
inner join named on people.person_id = named.person_id
inner join called on people.person_id = called.person_id
left join titled on people.person_id = titled.person_id
inner join articles on named.first_mention.article_id = articles.article_id
