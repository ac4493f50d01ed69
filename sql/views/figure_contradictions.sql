-- One row a pair of figures that measure the same thing of the same place and time and cannot both hold, side by side.
--
-- series: what is measured, with type, unit and place.
-- on_date: the day both hold for.
-- value: number of the first.
-- comparator: what its modifier says.
-- words: the first as written.
-- measured: what it measures, in its article's words.
-- period_text: when it holds, as written.
-- source: who gave it.
-- article: file name of its article.
-- published_on: that article's day of publication.
-- evidence: sentence it stands in.
-- other_value: number of the second.
-- other_comparator: what its modifier says.
-- other_words: the second as written.
-- other_measured: what it measures, in its article's words: definitions may differ.
-- other_period_text: when it holds, as written.
-- other_source: who gave it.
-- other_article: file name of its article.
-- other_published_on: that article's day of publication.
-- other_evidence: sentence it stands in.
-- difference: second minus first as a share of the first.
-- figure_id: id of the first.
-- other_figure_id: id of the second.
--
-- Weakness: two figures of one series and day may still count different things; read both sentences.
with points as (
    -- What a figure allows: from `least` to `most`, an estimate a tenth either way.
    select
        *,
        case comparator when 'approx' then value * 0.9 when 'lt' then null when 'le' then null when 'up_to' then null else value end as least,
        case comparator when 'approx' then value * 1.1 when 'gt' then null when 'ge' then null else coalesce(value_max, value) end as most
    from figure_series
    where is_dated and points > 1 and type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'price')
)

select
    one.series,
    one.on_date,
    one.value,
    one.comparator,
    one.words,
    one.measured,
    one.period_text,
    one.source,
    one.article,
    one.published_on,
    one.evidence,
    two.value as other_value,
    two.comparator as other_comparator,
    two.words as other_words,
    two.measured as other_measured,
    two.period_text as other_period_text,
    two.source as other_source,
    two.article as other_article,
    two.published_on as other_published_on,
    two.evidence as other_evidence,
    round(two.value / nullif(one.value, 0) - 1, 3) as difference,
    one.figure_id,
    two.figure_id as other_figure_id
from points as one
inner join points as two
    on
        one.series = two.series
        and one.on_date = two.on_date
        and one.figure_id < two.figure_id
        and (one.most < two.least or two.most < one.least)
