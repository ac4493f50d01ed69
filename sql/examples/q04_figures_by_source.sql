-- How many figures does each source give, and which?
select source, count(*) as figures, string_agg(words, '; ' order by article, figure_id) as as_written
from figures_by_source
group by source
order by figures desc, source
