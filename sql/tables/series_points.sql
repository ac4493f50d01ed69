-- One row a figure that belongs to a series: its place in it.
--
-- figure_id: id of the figure.
-- series_key: the series.
-- point_no: place in the series by date.
-- points: figures in the series.
--
-- Weakness: the same thing in other words is another series.
--
-- Key: series_key = figure_labels.series_key.
select
    figure_labels.figure_id,
    figure_labels.series_key,
    row_number() over (
        partition by figure_labels.series_key
        order by figure_labels.on_date nulls last, article_labels.published_on nulls last, figure_labels.figure_id
    ) as point_no,
    count(*) over (partition by figure_labels.series_key) as points
from figure_labels
inner join article_labels on figure_labels.article_id = article_labels.article_id
where figure_labels.series_key is not null
