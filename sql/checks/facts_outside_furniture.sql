-- A fact read from a byline, caption, teaser or other furniture of the page.
--
-- Scope: an article.
with spans as (
    select 'mentions' as fact, mention_id as fact_id, article_id, start_char, end_char from mentions
    union all
    select 'positions', position_id, article_id, start_char, end_char from positions
    union all
    select 'meeting_reports', meeting_report_id, article_id, start_char, end_char from meeting_reports
    union all
    select 'figures', figure_id, article_id, start_char, end_char from figures
    union all
    select 'no_comments', no_comment_id, article_id, start_char, end_char from no_comments
    union all
    select 'quote_segments', quotes.quote_id, quotes.article_id, quote_segments.start_char, quote_segments.end_char
    from quote_segments
    inner join quotes on quote_segments.quote_id = quotes.quote_id
)

select
    spans.*,
    zones.kind as zone
from spans
inner join zones on spans.article_id = zones.article_id and spans.start_char < zones.end_char and zones.start_char < spans.end_char
where zones.kind not in ('headline', 'dateline', 'body')
