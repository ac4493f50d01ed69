-- One row a quote and a person, organisation or place named inside its words.
--
-- quote_id: id of the quote.
-- target_id: id of the target.
-- article_id: id of the article.
-- target: who or what is named.
-- target_kind: person, organisation or place.
-- named_as: the words that name the target in the quote: a name, or an office that the article gives to one person only.
--
-- Weakness: a target that the quote only calls he, she or the minister is found where the pronoun is resolved, which is seldom.
--
-- Key: article_id = quotes.article_id, mentions.article_id, positions.article_id.
with spoken_of as (
    select
        quotes.quote_id,
        quotes.article_id,
        mentions.entity_id,
        mentions.surface as words
    from quotes
    inner join quote_segments on quotes.quote_id = quote_segments.quote_id
    inner join mentions
        on
            quotes.article_id = mentions.article_id
            and quote_segments.start_char <= mentions.start_char
            and mentions.end_char <= quote_segments.end_char
    where mentions.entity_id is not null
),

offices as (
    -- `Senate president` where the article has `Senate president Ana Melo` and nobody else of that office; no single words: the president of what?
    select
        called.article_id,
        lower(called.office) as office,
        any_value(called.person_id) as person_id
    from (
        select
            positions.article_id,
            positions.person_id,
            unnest([positions.title, organisations.name || ' ' || positions.title, organisations.acronym || ' ' || positions.title]) as office
        from positions
        left join organisations on positions.organisation_id = organisations.organisation_id
        where coalesce(positions.status, 'current') not in ('former', 'candidate')
    ) as called
    where regexp_full_match(called.office, '\S+( \S+){1,3}')
    group by called.article_id, lower(called.office)
    having count(distinct called.person_id) = 1
),

held as (
    select
        quotes.quote_id,
        quotes.article_id,
        offices.person_id,
        strpos(lower(quotes.text), 'the ' || offices.office) as first_char,
        substring(quotes.text, first_char, length(offices.office) + 4) as words,
        substring(quotes.text, first_char + length(offices.office) + 4, 5) as goes_on
    from quotes
    inner join offices on quotes.article_id = offices.article_id
    where first_char > 0
),

named as (
    select quote_id, article_id, entity_id, string_agg(distinct words, ', ' order by words) as named_as
    from (
        from spoken_of
        union all
        select quote_id, article_id, person_id, words
        from held
        where not regexp_matches(goes_on, '^(\w|-| of | [A-Z])')
    ) as every
    group by quote_id, article_id, entity_id
)

select
    named.quote_id,
    named.entity_id as target_id,
    named.article_id,
    entities.name as target,
    entities.kind as target_kind,
    named.named_as
from named
inner join entities on named.entity_id = entities.entity_id
