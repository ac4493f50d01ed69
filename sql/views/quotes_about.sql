-- One row a quote and a person, organisation or place named inside its words.
--
-- target: who or what is named.
-- target_kind: person, organisation or place.
-- named_as: the words that name the target in the quote.
-- speaker: who says it; of several who say it together, the first.
-- kind: direct, mixed or indirect.
-- quote: the words.
-- cue: reporting words.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in.
-- quote_id: id of the quote.
-- target_id: id of the target.
-- speaker_id: id of the speaker.
--
-- Weakness: a target that the quote only calls he, she or the minister is found where the pronoun is resolved, which is seldom.
with named as (
    select
        quote_segments.quote_id,
        mentions.entity_id,
        string_agg(distinct mentions.surface, ', ' order by mentions.surface) as named_as
    from quote_segments
    inner join quotes on quote_segments.quote_id = quotes.quote_id
    inner join mentions
        on
            quotes.article_id = mentions.article_id
            and quote_segments.start_char <= mentions.start_char
            and mentions.end_char <= quote_segments.end_char
    where mentions.entity_id is not null
    group by quote_segments.quote_id, mentions.entity_id
)

select
    entities.name as target,
    entities.kind as target_kind,
    named.named_as,
    said.speaker,
    said.kind,
    said.quote,
    said.cue,
    said.article,
    said.headline,
    said.published_on,
    said.evidence,
    said.quote_id,
    named.entity_id as target_id,
    said.speaker_id
from named
inner join quotes_by_speaker as said on named.quote_id = said.quote_id and said.speaker_no = 1
inner join entities on named.entity_id = entities.entity_id
