-- How many figures does each source give, and which? Without ages, durations, ranks and small counts such as "two matters".
select
    sources as source,
    count(*) as figures,
    string_agg(words || coalesce(' (of ' || part_of_words || ')', ''), '; ' order by article, figure_id) as as_written,
    string_agg(distinct article, ', ' order by article) as articles
from figures_by_source
where type not in ('age', 'duration', 'rank') and not (value < 10 and type in ('amount', 'cumulative') and unit not in ('percent', 'USD'))
group by sources
order by figures desc, source
