-- A quote whose pieces do not hold its words, do not lie inside it, or are not numbered from 1.
--
-- Most quotes are the words of one piece to the letter; the others are compared without white space and marks of omission, first without the
-- usual kinds, which takes a quarter of the time. plain_texts is a temporary table of the publication, as in words_at_offsets.
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

standing as (
    select
        suspects.quote_id,
        string_agg(
            substring(articles.text, quote_segments.start_char + 1, quote_segments.end_char - quote_segments.start_char),
            '' order by quote_segments.segment_no
        ) as words
    from suspects
    inner join articles on suspects.article_id = articles.article_id
    inner join quote_segments on suspects.quote_id = quote_segments.quote_id
    group by suspects.quote_id
)

select
    suspects.* exclude (article_id),
    standing.words
from suspects
left join standing on suspects.quote_id = standing.quote_id
where
    suspects.piece_count = 0
    or suspects.lowest_no <> 1
    or suspects.highest_no <> suspects.piece_count
    or suspects.first_start <> suspects.start_char
    or suspects.last_end <> suspects.end_char
    or (
        standing.words <> suspects.text
        and replace(replace(replace(standing.words, ' ', ''), '…', ''), chr(10), '') <> replace(replace(replace(suspects.text, ' ', ''), '…', ''), chr(10), '')
        and regexp_replace(standing.words, '[…\s]+', '', 'g') <> regexp_replace(suspects.text, '[…\s]+', '', 'g')
    )
