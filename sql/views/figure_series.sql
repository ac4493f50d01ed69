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
-- A share of a share that nothing else sets apart (73 per cent of the 92 per cent) is a series of its own.
select
    figures.measured_key || ' [' || figures.type || ', ' || figures.unit || coalesce(' per ' || figures.per, '') || coalesce(', ' || labels.place, '')
    || case when labels.is_lone_part then ', part of ' || labels.part_of_words else '' end || ']' as series,
    members.point_no,
    members.points,
    labels.on_date,
    figures.value,
    figures.value_max,
    figures.comparator,
    figures.unit,
    figures.per,
    figures.type,
    figures.measured,
    labels.place,
    figures.period_text,
    figures.period_from,
    figures.period_to,
    labels.source,
    figures.surface as words,
    labels.cue,
    article_labels.article,
    articles.headline,
    article_labels.published_on,
    evidence_of(articles.text, figures.start_char, figures.end_char) as evidence,
    members.figure_id,
    figures.measured_key,
    coalesce(figures.period_to, figures.period_from) is not null as is_dated
from prepared.series_points as members
inner join prepared.figure_labels as labels on members.figure_id = labels.figure_id
inner join figures on members.figure_id = figures.figure_id
inner join prepared.article_labels as article_labels on coalesce(figures.article_id, labels.article_id) = article_labels.article_id
inner join articles on coalesce(figures.article_id, labels.article_id) = articles.article_id  -- an id of both tables: they are joined first, the long texts last
