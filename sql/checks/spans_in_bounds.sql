-- A span that does not lie inside its article's text.
--
-- Scope: an article.
with sizes as (select article_id, length(text) as size from articles),

spans as (
    select 'zones' as fact, article_id as fact_id, article_id, start_char, end_char from zones
    union all
    select 'mentions', mention_id, article_id, start_char, end_char from mentions
    union all
    select 'positions', position_id, article_id, start_char, end_char from positions
    union all
    select 'meeting_reports', meeting_report_id, article_id, start_char, end_char from meeting_reports
    union all
    select 'figures', figure_id, article_id, start_char, end_char from figures
    union all
    select 'quotes', quote_id, article_id, start_char, end_char from quotes
)

select spans.*
from spans
left join sizes on spans.article_id = sizes.article_id
where sizes.article_id is null or spans.start_char < 0 or spans.end_char <= spans.start_char or spans.end_char > sizes.size
