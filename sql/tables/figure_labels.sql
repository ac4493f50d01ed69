-- One row a figure: who gave it, where it holds and which series it belongs to.
--
-- figure_id: id of the figure.
-- article_id: id of the article.
-- source: who gave it by name; "(unnamed) …" with the words for an unresolved source, "(article voice)" for the article itself.
-- source_kind: person, organisation or place; null for the last two.
-- sources: all who gave it together (the ILO and the IOM), the source first; the source where one gave it alone.
-- place: where it holds.
-- cue: reporting word of the quote it stands in (said, according to).
-- part_of_words: the figure that it is a share or part of, as written.
-- is_lone_part: whether it is part of a figure that measures the same by its words (73 per cent of the 92 per cent): nothing says what sets
--   it apart, so that it is compared with nothing.
-- series_key: the same for comparable figures; null for one that makes no series.
-- on_date: the day it holds for (end of its period; of a count since some day, the day of publication), else the day of publication.
--
-- Weakness: a source named only in the paragraph before is missed, and the figure then counts as the article's own.
--
-- Key: article_id = figures.article_id, quotes.article_id, figure_sources.article_id.
with together as (
    select one.figure_id, array_to_string(list(entities.name order by one.first_no), ' and ') as names
    from (
        select figure_sources.figure_id, figure_sources.entity_id, min(figure_sources.source_no) as first_no
        from figure_sources
        where figure_sources.figure_id in (select others.figure_id from figure_sources as others where others.source_no > 1)
        group by figure_sources.figure_id, figure_sources.entity_id
    ) as one
    inner join entities on one.entity_id = entities.entity_id
    group by one.figure_id
)

select
    figures.figure_id,
    figures.article_id,
    coalesce(entities.name, '(unnamed) ' || coalesce(figures.attributed_to_text, quotes.speaker_text), '(article voice)') as source,
    entities.kind as source_kind,
    coalesce(together.names, source) as sources,
    places.name as place,
    quotes.cue,
    wholes.surface as part_of_words,
    coalesce(
        wholes.measured_key = figures.measured_key
        and wholes.type = figures.type
        and wholes.unit = figures.unit
        and wholes.per is not distinct from figures.per
        and wholes.place_id is not distinct from figures.place_id,
        false
    ) as is_lone_part,
    case
        when
            figures.measured_key is not null
            and figures.type in ('stock', 'flow', 'cumulative', 'share', 'rate', 'change', 'price', 'amount')
            and not (figures.type = 'amount' and figures.value < 10 and figures.per is null and not regexp_full_match(figures.unit, '[A-Z]{3}'))
            then (hash(figures.measured_key, figures.type, figures.unit, figures.per, places.name, case when is_lone_part then figures.figure_id end) >> 1)::bigint
    end as series_key,
    case
        when figures.type = 'cumulative' then coalesce(figures.period_to, article_labels.published_on)
        else coalesce(figures.period_to, figures.period_from, article_labels.published_on)
    end as on_date
from figures
inner join article_labels on figures.article_id = article_labels.article_id
left join entities on figures.attributed_to_id = entities.entity_id
left join together on figures.figure_id = together.figure_id
left join places on figures.place_id = places.place_id
left join quotes on figures.quote_id = quotes.quote_id
left join figures as wholes on figures.part_of_id = wholes.figure_id
