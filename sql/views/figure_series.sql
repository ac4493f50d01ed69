-- One row a figure in its series: figures that measure the same thing, of the same type, in the same unit and place.
--
-- series: what is measured, with type, unit and place; equal for comparable figures only.
-- point_no: place in the series by date.
-- points: figures in the series.
-- on_date: the day it holds for (end of its period; of a count since some day, the day of publication), else the day of publication.
-- value: the number, multiplied out.
-- value_max: upper end of a range.
-- comparator: eq, gt, ge, lt, le, approx or up_to.
-- unit: unit or what is counted.
-- per: what it is counted per.
-- type: stock, flow, cumulative and so on; unlike types are never one series.
-- measured: what is measured, in this article's words.
-- place: where it holds.
-- period_text: when it holds, as written.
-- period_from: first day of that period.
-- period_to: last day of that period.
-- source: who gave it.
-- words: the figure as written.
-- cue: reporting word of the quote it stands in (said, according to).
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence it stands in.
-- figure_id: id of the figure.
-- measured_key: what is measured as a key: content words in the singular.
-- is_dated: whether the text or its date settles the period; else on_date is the day of publication.
--
-- Weakness: the same thing in other words is another series. Ages, durations, ranks, scores and counts below ten make no series.
with keyed as (
    select
        *,
        case when type = 'cumulative' then coalesce(period_to, published_on) else coalesce(period_to, period_from, published_on) end as on_date,
        coalesce(period_to, period_from) is not null as is_dated
    from figures_by_source
    where
        measured_key is not null
        and type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'change', 'price', 'amount')
        and not (type = 'amount' and value < 10 and per is null and not regexp_full_match(unit, '[A-Z]{3}'))
)

select
    measured_key || ' [' || type || ', ' || unit || coalesce(' per ' || per, '') || coalesce(', ' || place, '') || ']' as series,
    row_number() over (
        partition by measured_key, type, unit, per, place order by on_date nulls last, published_on nulls last, figure_id
    ) as point_no,
    count(*) over (partition by measured_key, type, unit, per, place) as points,
    on_date,
    value,
    value_max,
    comparator,
    unit,
    per,
    type,
    measured,
    place,
    period_text,
    period_from,
    period_to,
    source,
    words,
    cue,
    article,
    headline,
    published_on,
    evidence,
    figure_id,
    measured_key,
    is_dated
from keyed
