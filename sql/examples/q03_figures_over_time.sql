-- A time line of figures on a subject, comparable ones side by side only: on workers, in articles that name a country. Change both words.
select
    series, point_no, on_date, period_text, period_from, period_to, comparator, value, value_max, unit, per, type, measured, source, cue, article, evidence
from figure_series
where evidence ilike '%work%' and article in (select cards.article from article_cards as cards where cards.text ilike '%South Korea%')
order by series, point_no
