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
),

shown as (
    select
        quotes.*,
        said.spoken_with,
        coalesce(said.speaker_no, 1) as speaker_no,
        said.entity_id,
        (select entities.name from entities where entities.entity_id = said.entity_id) as name,
        (select entities.kind from entities where entities.entity_id = said.entity_id) as speaker_kind,
        (select entities.name from entities where entities.entity_id = quotes.addressee_id) as addressee
    from quotes
    left join said on quotes.quote_id = said.quote_id
)

select
    coalesce(shown.name, '(unnamed) ' || shown.speaker_text, '(nobody named)') as speaker,
    shown.speaker_kind,
    shown.spoken_with,
    shown.speaker_text,
    shown.kind,
    shown.text as quote,
    words_in(shown.text) as words,
    is_paper(shown.speaker_text) as is_in_writing,
    shown.cue,
    shown.act,
    coalesce(shown.addressee, shown.addressee_text) as addressee,
    shown.medium,
    shown.strength,
    shown.outcome,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, shown.start_char, shown.end_char) as evidence,
    shown.quote_id,
    shown.speaker_no,
    shown.entity_id as speaker_id,
    cards.article_id,
    shown.utterance_id
from shown
inner join article_cards as cards on shown.article_id = cards.article_id
