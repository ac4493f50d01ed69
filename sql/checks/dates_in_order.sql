-- A period that ends before it starts, or a load that ended before it began.
select 'articles' as fact, article_id as fact_id, published_from as starts, published_to as ends from articles where published_from > published_to
union all
select 'meetings', meeting_id, date_from, date_to from meetings where date_from > date_to
union all
select 'figures', figure_id, period_from, period_to from figures where period_from > period_to
union all
select 'loads', load_id, started_at::date, finished_at::date from loads where started_at > finished_at
