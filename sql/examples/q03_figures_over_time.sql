-- A time line of figures on a subject, comparable ones side by side only. Change the word.
select series, point_no, on_date, period_text, comparator, value, value_max, unit, per, type, measured, source, article, evidence
from figure_series
where measured ilike '%workers%'
order by series, point_no
