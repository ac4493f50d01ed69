-- One row a quote and person or body that says it, with the names to show: two rows where X and Y said it together.
--
-- quote_id: id of the quote.
-- speaker_no: 1 for the speaker named first, and where nobody is resolved.
-- article_id: id of the article.
-- speaker_id: id of the speaker; null where nobody is resolved.
-- speaker: who said it by name; "(unnamed) …" with the words for an unresolved speaker, "(nobody named)" where there are none.
-- speaker_kind: person, organisation or place; null for the last two.
-- spoken_with: names of the others who say it too; null where one speaks alone.
-- addressee: to whom.
--
-- Weakness: somebody named only in the paragraph before is missed, and the quote then counts as nobody's.
--
-- Key: article_id = quotes.article_id, quote_speakers.article_id.
with several as (
    select distinct quote_id
    from quote_speakers
    where speaker_no > 1
),

together as (
    select
        one.quote_id,
        list(one.entity_id order by one.first_no) as ids,
        list(entities.name order by one.first_no) as names
    from (
        select quote_speakers.quote_id, quote_speakers.entity_id, min(quote_speakers.speaker_no) as first_no
        from quote_speakers
        where quote_speakers.quote_id in (from several)
        group by quote_speakers.quote_id, quote_speakers.entity_id
    ) as one
    inner join entities on one.entity_id = entities.entity_id
    group by one.quote_id
),

numbered as (
    select quote_id, ids, names, unnest(range(1, len(ids) + 1)) as speaker_no
    from together
),

said as (
    select
        quote_id,
        ids[speaker_no] as entity_id,
        speaker_no,
        nullif(array_to_string(names[:speaker_no - 1] || names[speaker_no + 1:], ', '), '') as spoken_with
    from numbered
    union all
    select quote_id, entity_id, 1, null
    from quote_speakers
    where quote_id not in (from several)
)

select
    quotes.quote_id,
    coalesce(said.speaker_no, 1) as speaker_no,
    quotes.article_id,
    said.entity_id as speaker_id,
    coalesce(speakers.name, '(unnamed) ' || quotes.speaker_text, '(nobody named)') as speaker,
    speakers.kind as speaker_kind,
    said.spoken_with,
    coalesce(addressees.name, quotes.addressee_text) as addressee
from quotes
left join said on quotes.quote_id = said.quote_id
left join entities as speakers on said.entity_id = speakers.entity_id
left join entities as addressees on quotes.addressee_id = addressees.entity_id
