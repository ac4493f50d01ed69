-- A quote whose pieces do not hold its words, do not lie inside it, or are not numbered from 1.
--
-- Scope: an article.
with pieces as (
    select
        quotes.quote_id,
        quotes.text,
        quotes.start_char,
        quotes.end_char,
        min(quote_segments.start_char) as first_start,
        max(quote_segments.end_char) as last_end,
        min(quote_segments.segment_no) as lowest_no,
        max(quote_segments.segment_no) as highest_no,
        count(quote_segments.segment_no) as piece_count,
        string_agg(
            substring(articles.text, quote_segments.start_char + 1, quote_segments.end_char - quote_segments.start_char),
            '' order by quote_segments.segment_no
        ) as words
    from quotes
    inner join articles on quotes.article_id = articles.article_id
    left join quote_segments on quotes.quote_id = quote_segments.quote_id
    group by quotes.quote_id, quotes.text, quotes.start_char, quotes.end_char
)

select *
from pieces
where
    piece_count = 0
    or lowest_no <> 1
    or highest_no <> piece_count
    or first_start <> start_char
    or last_end <> end_char
    or regexp_replace(words, '[…\s]+', '', 'g') <> regexp_replace(text, '[…\s]+', '', 'g')
