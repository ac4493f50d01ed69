-- One row an article: from where to where its body goes; and three numbers that must be 0: facts read from page furniture, dates in a year
-- that the text does not name and no publication date explains, and facts whose words do not stand where they should.
with parts as (
    select
        article_id, article, characters,
        min(start_char) filter (where kind = 'body') as body_start,
        max(end_char) filter (where kind = 'body') as body_end
    from article_zones
    group by article_id, article, characters
),

outside as (
    select facts.article_id, count(*) as found
    from article_facts as facts
    inner join article_zones as zones on facts.article_id = zones.article_id
    where facts.fact <> 'quote' and not zones.is_read and facts.start_char < zones.end_char and zones.start_char < facts.end_char
    group by facts.article_id
),

years as (
    select article_id, period_from as on_date from figures
    union all
    select article_id, period_to from figures
    union all
    select reports.article_id, meetings.date_from
    from meetings
    inner join meeting_reports as reports on meetings.meeting_id = reports.meeting_id
),

invented as (
    select years.article_id, count(*) as found
    from years
    inner join articles on years.article_id = articles.article_id
    where articles.published_from is null and not contains(articles.text, year(years.on_date)::varchar)
    group by years.article_id
),

misplaced as (
    select facts.article_id, count(*) as found
    from article_facts as facts
    inner join mentions on facts.fact_id = mentions.mention_id
    where facts.words <> mentions.surface
    group by facts.article_id
)

select
    parts.article,
    parts.body_start,
    parts.body_end,
    parts.characters,
    coalesce(outside.found, 0) as facts_outside_body,
    coalesce(invented.found, 0) as years_invented,
    coalesce(misplaced.found, 0) as words_out_of_place
from parts
left join outside on parts.article_id = outside.article_id
left join invented on parts.article_id = invented.article_id
left join misplaced on parts.article_id = misplaced.article_id
order by facts_outside_body + years_invented + words_out_of_place desc, parts.article
