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
select
    any_value(speaker order by quote_id) as speaker,
    any_value(speaker_kind order by quote_id) as speaker_kind,
    count(*) filter (where kind = 'direct' and not is_in_writing) as direct_quotes,
    coalesce(sum(words) filter (where kind = 'direct' and not is_in_writing), 0)::bigint as direct_words,
    count(distinct row(article_id, evidence)) filter (where kind <> 'direct') as reported_statements,
    direct_quotes + reported_statements as total,
    count(*) filter (where is_in_writing) as in_writing,
    count(distinct utterance_id) as utterances,
    listed(list(distinct article)) as articles,
    count(distinct article_id) as article_count,
    min(published_on) as first_quoted_on,
    max(published_on) as last_quoted_on,
    arg_min(evidence, (coalesce(published_on, date '9999-12-31'), article_id, quote_id)) as evidence,
    speaker_id
from quotes_by_speaker
where speaker_id is not null
group by speaker_id
order by total desc, speaker, speaker_id
