-- One row a quote and a person, organisation or place named inside its words.
--
-- quote_id: id of the quote.
-- target_id: id of the target.
-- article_id: id of the article.
-- target: who or what is named.
-- target_kind: person, organisation or place.
-- named_as: the words that name the target in the quote.
--
-- Weakness: a target that the quote only calls he, she or the minister is found where the pronoun is resolved, which is seldom.
--
-- Key: article_id = quotes.article_id, mentions.article_id.
with named as (
    select
        quotes.quote_id,
        quotes.article_id,
        mentions.entity_id,
        string_agg(distinct mentions.surface, ', ' order by mentions.surface) as named_as
    from quotes
    inner join quote_segments on quotes.quote_id = quote_segments.quote_id
    inner join mentions
        on
            quotes.article_id = mentions.article_id
            and quote_segments.start_char <= mentions.start_char
            and mentions.end_char <= quote_segments.end_char
    where mentions.entity_id is not null
    group by quotes.quote_id, quotes.article_id, mentions.entity_id
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
