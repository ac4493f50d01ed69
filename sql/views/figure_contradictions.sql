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
        points.figure_id,
        points.series_key,
        labels.on_date,
        figures.value,
        case figures.comparator when 'approx' then figures.value * 0.9 when 'lt' then null when 'le' then null when 'up_to' then null else figures.value end as least,
        case figures.comparator when 'approx' then figures.value * 1.1 when 'gt' then null when 'ge' then null else coalesce(figures.value_max, figures.value) end as most
    from prepared.series_points as points
    inner join prepared.figure_labels as labels on points.figure_id = labels.figure_id
    inner join figures on points.figure_id = figures.figure_id
    where
        points.points > 1
        and figures.type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'price')
        and coalesce(figures.period_to, figures.period_from) is not null
),

pairs as (
    select
        one.figure_id,
        two.figure_id as other_id,
        one.on_date,
        round(two.value / nullif(one.value, 0) - 1, 3) as difference
    from points as one
    inner join points as two
        on
            one.series_key = two.series_key
            and one.on_date = two.on_date
            and one.figure_id < two.figure_id
            and (one.most < two.least or two.most < one.least)
),

shown as (
    select
        figures.*,
        labels.source,
        labels.place
    from figures
    inner join prepared.figure_labels as labels on figures.figure_id = labels.figure_id
    where
        figures.figure_id in (
            select pairs.figure_id from pairs
            union all
            select pairs.other_id from pairs
        )
)

select
    one.measured_key || ' [' || one.type || ', ' || one.unit || coalesce(' per ' || one.per, '') || coalesce(', ' || one.place, '') || ']' as series,
    pairs.on_date,
    one.value,
    one.comparator,
    one.surface as words,
    one.measured,
    one.period_text,
    one.source,
    labels.article,
    labels.published_on,
    evidence_of(articles.text, one.start_char, one.end_char) as evidence,
    two.value as other_value,
    two.comparator as other_comparator,
    two.surface as other_words,
    two.measured as other_measured,
    two.period_text as other_period_text,
    two.source as other_source,
    other_labels.article as other_article,
    other_labels.published_on as other_published_on,
    evidence_of(other_articles.text, two.start_char, two.end_char) as other_evidence,
    pairs.difference,
    pairs.figure_id,
    pairs.other_id as other_figure_id
from pairs
inner join shown as one on pairs.figure_id = one.figure_id
inner join shown as two on pairs.other_id = two.figure_id
inner join prepared.article_labels as labels on one.article_id = labels.article_id
inner join prepared.article_labels as other_labels on two.article_id = other_labels.article_id
inner join articles on one.article_id = articles.article_id
inner join articles as other_articles on two.article_id = other_articles.article_id
