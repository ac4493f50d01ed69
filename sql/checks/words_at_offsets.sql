-- A fact whose words do not stand where it says.
--
-- In plain_texts, a temporary table of the publication, letters beyond ASCII are chr(1): there a place is found at once, where in the text
-- letters are counted from its beginning. Words that do not stand there are looked up in the text.
--
-- Scope: an article.
with words as (
    select 'mentions' as fact, mention_id as fact_id, article_id, start_char, end_char, surface as words from mentions
    union all
    select 'figures', figure_id, article_id, start_char, end_char, surface from figures
    union all
    select 'meeting_reports', meeting_report_id, article_id, start_char, end_char, surface from meeting_reports where surface is not null
    union all
    select 'no_comments', no_comment_id, article_id, start_char, end_char, text from no_comments
    union all
    select 'quotes.speaker_text', quote_id, article_id, speaker_start_char, speaker_end_char, speaker_text
    from quotes where speaker_start_char is not null
    union all
    select 'quotes.cue', quote_id, article_id, cue_start_char, cue_end_char, cue
    from quotes where cue_start_char is not null
),

suspects as (
    select words.*
    from words
    inner join plain_texts on words.article_id = plain_texts.article_id
    where
        words.words is distinct from substring(plain_texts.letters, words.start_char + 1, words.end_char - words.start_char)
        or contains(words.words, chr(1))
)

select
    suspects.*,
    substring(articles.text, suspects.start_char + 1, suspects.end_char - suspects.start_char) as standing_there
from suspects
inner join articles on suspects.article_id = articles.article_id
where suspects.words is distinct from substring(articles.text, suspects.start_char + 1, suspects.end_char - suspects.start_char)
