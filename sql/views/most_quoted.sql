-- One row a resolved speaker: how often quoted, direct and reported speech apart.
--
-- speaker: name. Words that X and Y say together count for each of them.
-- speaker_kind: person, organisation or place.
-- direct_quotes: quotes wholly in quotation marks, from the speaker's own mouth.
-- direct_words: words in them.
-- reported_statements: sentences with indirect or mixed quotes.
-- total: both together.
-- in_writing: quotes from papers (a post, the letter), which may speak of the speaker in the third person.
-- utterances: all quotes, words that several articles report alike counted once.
-- articles: articles that quote the speaker (the first twenty by name).
-- article_count: how many.
-- first_quoted_on: earliest day of publication among them.
-- last_quoted_on: latest day of publication among them.
-- evidence: sentence or sentences of the first quote.
-- speaker_id: id of the speaker.
--
-- Weakness: one speech cut differently by two outlets is two utterances; refusals to comment do not count; quotes whose speaker is not
-- resolved are missing.
with ordered as (
    select
        tallies.*,
        tallies.direct_quotes + tallies.reported_statements as total,
        articles.text
    from prepared.speaker_tallies as tallies
    inner join articles on tallies.article_id = articles.article_id
    order by total desc, tallies.speaker, tallies.speaker_id
)

select
    speaker,
    speaker_kind,
    direct_quotes,
    direct_words,
    reported_statements,
    total,
    in_writing,
    utterances,
    articles,
    article_count,
    first_quoted_on,
    last_quoted_on,
    evidence_of(text, start_char, end_char) as evidence,
    speaker_id
from ordered
