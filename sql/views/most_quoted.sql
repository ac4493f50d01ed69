-- One row a resolved speaker: how often quoted, direct and reported speech apart.
--
-- speaker: name.
-- speaker_kind: person, organisation or place.
-- direct_quotes: quotes wholly in quotation marks.
-- direct_words: words in them.
-- reported_statements: indirect and mixed quotes.
-- total: both together.
-- utterances: both together, words that several articles report alike counted once.
-- articles: articles that quote the speaker (the first twenty by name).
-- article_count: how many.
-- first_quoted_on: earliest day of publication among them.
-- last_quoted_on: latest day of publication among them.
-- speaker_id: id of the speaker.
--
-- Weakness: one speech cut differently by two outlets is two utterances; refusals to comment do not count; quotes whose speaker is not
-- resolved are missing.
select
    any_value(speaker order by quote_id) as speaker,
    any_value(speaker_kind order by quote_id) as speaker_kind,
    count(*) filter (where kind = 'direct') as direct_quotes,
    coalesce(sum(words) filter (where kind = 'direct'), 0)::bigint as direct_words,
    count(*) filter (where kind <> 'direct') as reported_statements,
    count(*) as total,
    count(distinct utterance_id) as utterances,
    listed(list(distinct article)) as articles,
    count(distinct article_id) as article_count,
    min(published_on) as first_quoted_on,
    max(published_on) as last_quoted_on,
    speaker_id
from quotes_by_speaker
where speaker_id is not null
group by speaker_id
order by total desc, speaker, speaker_id
