-- One row a quote, direct or reported, and person or body that says it: two rows where X and Y said it together.
--
-- speaker: who said it by name; "(unnamed) …" with the words for an unresolved speaker, "(nobody named)" where there are none.
-- speaker_kind: person, organisation or place; null for the last two.
-- spoken_with: names of the others who say it too; null where one speaks alone.
-- speaker_text: the words naming the speaker beside the cue.
-- kind: direct, mixed or indirect.
-- quote: the words.
-- words: how many, lone dashes not counted.
-- is_in_writing: whether the article has the words from a paper (a post, the letter), so that they need not be the speaker's own.
-- cue: reporting words.
-- act: request, denial, thanks, promise and so on; null for plain statements.
-- addressee: to whom.
-- medium: where it was said, if the article tells.
-- strength: of a request, demand, urge, ask or hope.
-- outcome: of a request, pending, agreed or refused, if the article tells.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in, with its cue.
-- quote_id: id of the quote.
-- speaker_no: 1 for the speaker named first, and where nobody is resolved.
-- speaker_id: id of the speaker.
-- article_id: id of the article.
-- utterance_id: the same for the same words in several articles.
--
-- Weakness: indirect quotes have no marks to show their ends, so the last words may be one clause too many or too few.
with together as (
    -- Quotes of several speakers: few, so that the ranking below need not go over all.
    select quote_id, entity_id, min(speaker_no) as first_no, row_number() over (partition by quote_id order by min(speaker_no)) as speaker_no
    from quote_speakers
    where quote_id in (select quote_id from quote_speakers where speaker_no > 1)
    group by quote_id, entity_id
),

joint as (
    select
        one.quote_id,
        one.entity_id,
        one.first_no,
        one.speaker_no,
        string_agg(entities.name, ', ' order by other.speaker_no) as spoken_with
    from together as one
    left join together as other on one.quote_id = other.quote_id and one.entity_id <> other.entity_id
    left join entities on other.entity_id = entities.entity_id
    group by one.quote_id, one.entity_id, one.first_no, one.speaker_no
),

said as (
    select quote_speakers.quote_id, quote_speakers.entity_id, coalesce(joint.speaker_no, 1) as speaker_no, joint.spoken_with
    from quote_speakers
    left join joint on quote_speakers.quote_id = joint.quote_id and quote_speakers.entity_id = joint.entity_id
    where joint.first_no is null or joint.first_no = quote_speakers.speaker_no
)

select
    coalesce(speakers.name, '(unnamed) ' || quotes.speaker_text, '(nobody named)') as speaker,
    speakers.kind as speaker_kind,
    said.spoken_with,
    quotes.speaker_text,
    quotes.kind,
    quotes.text as quote,
    len(regexp_extract_all(quotes.text, '\S*\w\S*')) as words,
    coalesce(
        regexp_matches(
            lower(quotes.speaker_text),
            '^(an?|the|his|her|their|its|one|another) (\w+ )?(post|tweet|statement|letter|e-?mail|memo|note|message|report|document|release|text|filing)\b'
        ),
        false
    ) as is_in_writing,
    quotes.cue,
    quotes.act,
    coalesce(addressees.name, quotes.addressee_text) as addressee,
    quotes.medium,
    quotes.strength,
    quotes.outcome,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, quotes.start_char, quotes.end_char) as evidence,
    quotes.quote_id,
    coalesce(said.speaker_no, 1) as speaker_no,
    said.entity_id as speaker_id,
    cards.article_id,
    quotes.utterance_id
from quotes
inner join article_cards as cards on quotes.article_id = cards.article_id
left join said on quotes.quote_id = said.quote_id
left join entities as speakers on said.entity_id = speakers.entity_id
left join entities as addressees on quotes.addressee_id = addressees.entity_id
