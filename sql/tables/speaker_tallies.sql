-- One row a resolved speaker: how often quoted, direct and reported speech apart.
--
-- speaker_id: id of the speaker.
-- speaker: name. Words that X and Y say together count for each of them.
-- speaker_kind: person, organisation or place.
-- direct_quotes: quotes wholly in quotation marks, from the speaker's own mouth.
-- direct_words: words in them.
-- reported_statements: sentences with indirect or mixed quotes.
-- in_writing: quotes from papers (a post, the letter), which may speak of the speaker in the third person.
-- utterances: all quotes, words that several articles report alike counted once.
-- articles: articles that quote the speaker (the first twenty by name).
-- article_count: how many.
-- first_quoted_on: earliest day of publication among them.
-- last_quoted_on: latest day of publication among them.
-- article_id: article of the first quote.
-- start_char: where the first quote starts in it.
-- end_char: where it ends.
--
-- Weakness: one speech cut differently by two outlets is two utterances; refusals to comment do not count; quotes whose speaker is not
-- resolved are missing.
--
-- Key: speaker_id = quote_labels.speaker_id.
with said as (
    select
        quote_labels.speaker_id,
        quotes.article_id,
        quotes.quote_id,
        quotes.utterance_id,
        quotes.start_char,
        quotes.end_char,
        quotes.kind = 'direct' as is_direct,
        is_paper(quotes.speaker_text) as is_in_writing,
        case when is_direct and not is_in_writing then words_in(quotes.text) end as words
    from quote_labels
    inner join quotes on quote_labels.quote_id = quotes.quote_id
    where quote_labels.speaker_id is not null
),

neighbours as (
    select
        *,
        lag(end_char) over before as last_end
    from said
    where not is_direct
    window before as (partition by speaker_id, article_id order by start_char, end_char, quote_id)
),

repeats as (
    -- Quotes in the sentence of the one before: only those are looked up that begin soon after it, and in its paragraph.
    select
        near.speaker_id,
        count(*) as found
    from neighbours as near
    inner join articles on near.article_id = articles.article_id
    where
        near.start_char < near.last_end + 600
        and not contains(substring(articles.text, near.last_end + 1, near.start_char - near.last_end), chr(10))
        and not regexp_matches(
            substring(articles.text, near.last_end - 8, near.start_char - near.last_end + 11), '[^ .,]{3}[.!?][”’")]* +[“‘"(]?[A-ZÀ-Þ]'
        )
    group by near.speaker_id
),

tallies as (
    select
        said.speaker_id,
        count(*) filter (where said.is_direct and not said.is_in_writing) as direct_quotes,
        coalesce(sum(said.words), 0)::bigint as direct_words,
        count(*) filter (where not said.is_direct) as reported,
        count(*) filter (where said.is_in_writing) as in_writing,
        count(distinct said.utterance_id) as utterances,
        listed(list(distinct article_labels.article)) as articles,
        count(distinct said.article_id) as article_count,
        min(article_labels.published_on) as first_quoted_on,
        max(article_labels.published_on) as last_quoted_on,
        arg_min(
            { 'article_id': said.article_id, 'start_char': said.start_char, 'end_char': said.end_char },
            (coalesce(article_labels.published_on, date '9999-12-31'), said.article_id, said.quote_id)
        ) as first
    from said
    inner join article_labels on said.article_id = article_labels.article_id
    group by said.speaker_id
)

select
    tallies.speaker_id,
    entities.name as speaker,
    entities.kind as speaker_kind,
    tallies.direct_quotes,
    tallies.direct_words,
    tallies.reported - coalesce(repeats.found, 0) as reported_statements,
    tallies.in_writing,
    tallies.utterances,
    tallies.articles,
    tallies.article_count,
    tallies.first_quoted_on,
    tallies.last_quoted_on,
    tallies.first.article_id,
    tallies.first.start_char,
    tallies.first.end_char
from tallies
inner join entities on tallies.speaker_id = entities.entity_id
left join repeats on tallies.speaker_id = repeats.speaker_id
