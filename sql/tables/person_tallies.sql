-- One row a person who is named: in how many articles, under which forms of the name.
--
-- person_id: id of the person.
-- person: name.
-- country_code: country the person acts for or comes from, by context.
-- articles: articles that name the person (the first twenty by name).
-- article_count: how many.
-- surfaces: every distinct form of the name, as written.
-- mentions: mentions by name; pronouns and nouns do not count.
-- titles: titles the articles give.
-- first_named_on: earliest day of publication among the articles.
-- last_named_on: latest day of publication among them.
-- article_id: article of the first mention.
-- start_char: where the first mention starts in it.
-- end_char: where it ends.
--
-- Weakness: one person under two spellings is two rows; namesakes without conflicting context are one.
--
-- Key: person_id = mentions.entity_id, positions.person_id.
with called as (
    select
        mentions.entity_id as person_id,
        mentions.article_id,
        mentions.surface,
        count(*) as mentions,
        arg_min({ 'start_char': mentions.start_char, 'end_char': mentions.end_char }, mentions.start_char) as first
    from mentions
    where mentions.entity_kind = 'person' and mentions.entity_id is not null and mentions.kind in ('name', 'short_name', 'acronym')
    group by mentions.entity_id, mentions.article_id, mentions.surface
),

named as (
    select
        called.person_id,
        listed(list(distinct article_labels.article)) as articles,
        count(distinct called.article_id) as article_count,
        string_agg(distinct called.surface, ', ' order by called.surface) as surfaces,
        sum(called.mentions)::bigint as mentions,
        min(article_labels.published_on) as first_named_on,
        max(article_labels.published_on) as last_named_on,
        arg_min(
            { 'article_id': called.article_id, 'start_char': called.first.start_char, 'end_char': called.first.end_char },
            (coalesce(article_labels.published_on, date '9999-12-31'), called.article_id, called.first.start_char)
        ) as first
    from called
    inner join article_labels on called.article_id = article_labels.article_id
    group by called.person_id
),

titled as (
    select
        person_id,
        string_agg(distinct title, ', ' order by title) as titles
    from positions
    group by person_id
)

select
    people.person_id,
    people.name as person,
    people.country_code,
    named.articles,
    named.article_count,
    named.surfaces,
    named.mentions,
    titled.titles,
    named.first_named_on,
    named.last_named_on,
    named.first.article_id,
    named.first.start_char,
    named.first.end_char
from named
inner join people on named.person_id = people.person_id
left join titled on named.person_id = titled.person_id
