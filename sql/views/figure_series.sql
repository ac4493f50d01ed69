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
        figures.figure_id,
        hash(figures.measured_key, figures.type, figures.unit, figures.per, (select places.name from places where places.place_id = figures.place_id)) as key,
        case when articles.published_from = articles.published_to then articles.published_from end as published_on,
        case
            when figures.type = 'cumulative' then coalesce(figures.period_to, published_on) else coalesce(figures.period_to, figures.period_from, published_on)
        end as on_date
    from figures
    inner join articles on figures.article_id = articles.article_id
    where
        figures.measured_key is not null
        and figures.type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'change', 'price', 'amount')
        and not (figures.type = 'amount' and figures.value < 10 and figures.per is null and not regexp_full_match(figures.unit, '[A-Z]{3}'))
),

numbered as (
    -- Nothing but numbers is ordered; what is shown is joined below, and sentences are cut out for the rows that are asked for alone.
    select
        figure_id,
        on_date,
        row_number() over (partition by key order by on_date nulls last, published_on nulls last, figure_id) as point_no,
        count(*) over (partition by key) as points
    from keyed
),

shown as (
    select
        figures.*,
        numbered.* exclude (figure_id),
        (select places.name from places where places.place_id = figures.place_id) as place,
        (select entities.name from entities where entities.entity_id = figures.attributed_to_id) as named_source,
        (select quotes.speaker_text from quotes where quotes.quote_id = figures.quote_id) as speaker_text,
        (select quotes.cue from quotes where quotes.quote_id = figures.quote_id) as cue
    from numbered
    inner join figures on numbered.figure_id = figures.figure_id
)

select
    shown.measured_key || ' [' || shown.type || ', ' || shown.unit || coalesce(' per ' || shown.per, '') || coalesce(', ' || shown.place, '') || ']' as series,
    shown.point_no,
    shown.points,
    shown.on_date,
    shown.value,
    shown.value_max,
    shown.comparator,
    shown.unit,
    shown.per,
    shown.type,
    shown.measured,
    shown.place,
    shown.period_text,
    shown.period_from,
    shown.period_to,
    coalesce(shown.named_source, '(unnamed) ' || coalesce(shown.attributed_to_text, shown.speaker_text), '(article voice)') as source,
    shown.surface as words,
    shown.cue,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, shown.start_char, shown.end_char) as evidence,
    shown.figure_id,
    shown.measured_key,
    coalesce(shown.period_to, shown.period_from) is not null as is_dated
from shown
inner join article_cards as cards on shown.article_id = cards.article_id
