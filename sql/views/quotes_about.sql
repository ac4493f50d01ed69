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
),

firsts as (
    select quote_id, arg_min(entity_id, speaker_no) as entity_id
    from quote_speakers
    group by quote_id
),

shown as (
    select
        quotes.*,
        named.entity_id as target_id,
        named.named_as,
        targets.name as target,
        targets.kind as target_kind,
        firsts.entity_id as first_id,
        (select entities.name from entities where entities.entity_id = firsts.entity_id) as name
    from named
    inner join quotes on named.quote_id = quotes.quote_id
    inner join entities as targets on named.entity_id = targets.entity_id
    left join firsts on quotes.quote_id = firsts.quote_id
)

select
    shown.target,
    shown.target_kind,
    shown.named_as,
    coalesce(shown.name, '(unnamed) ' || shown.speaker_text, '(nobody named)') as speaker,
    shown.kind,
    shown.text as quote,
    shown.cue,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, shown.start_char, shown.end_char) as evidence,
    shown.quote_id,
    shown.target_id,
    shown.first_id as speaker_id
from shown
inner join article_cards as cards on shown.article_id = cards.article_id
