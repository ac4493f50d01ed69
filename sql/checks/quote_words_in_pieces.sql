-- A quote whose pieces do not hold its words, do not lie inside it, or are not numbered from 1.
--
-- Most quotes are the words of one piece to the letter; the others are compared without white space and marks of omission. plain_texts is
-- a temporary table of the publication, as in words_at_offsets.
--
-- Scope: an article.
with pieces as (
    select
        quote_id,
        min(start_char) as first_start,
        max(end_char) as last_end,
        min(segment_no) as lowest_no,
        max(segment_no) as highest_no,
        count(*) as piece_count
    from quote_segments
    group by quote_id
),

suspects as (
    select
        quotes.quote_id,
        quotes.article_id,
        quotes.text,
        quotes.start_char,
        quotes.end_char,
        pieces.first_start,
        pieces.last_end,
        pieces.lowest_no,
        pieces.highest_no,
        coalesce(pieces.piece_count, 0) as piece_count
    from quotes
    inner join plain_texts on quotes.article_id = plain_texts.article_id
    left join pieces on quotes.quote_id = pieces.quote_id
    where
        pieces.piece_count is distinct from 1
        or pieces.lowest_no <> 1
        or pieces.first_start <> quotes.start_char
        or pieces.last_end <> quotes.end_char
        or quotes.text <> substring(plain_texts.letters, quotes.start_char + 1, quotes.end_char - quotes.start_char)
        or contains(quotes.text, chr(1))
),

compared as (
    select
        suspects.*,
        string_agg(
            substring(articles.text, quote_segments.start_char + 1, quote_segments.end_char - quote_segments.start_char),
            '' order by quote_segments.segment_no
        ) as words
    from suspects
    inner join articles on suspects.article_id = articles.article_id
    left join quote_segments on suspects.quote_id = quote_segments.quote_id
    group by all
)

select * exclude (article_id)
from compared
where
    piece_count = 0
    or lowest_no <> 1
    or highest_no <> piece_count
    or first_start <> start_char
    or last_end <> end_char
    or (words <> text and regexp_replace(words, '[…\s]+', '', 'g') <> regexp_replace(text, '[…\s]+', '', 'g'))
