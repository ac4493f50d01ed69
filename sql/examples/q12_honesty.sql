-- One row an article: from where to where its body goes; and three numbers that must be 0: facts read from page furniture, days in a year
-- that neither stands in the text nor is counted from a day of publication, and words that do not stand where their row says.
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

days as (
    select figure_id as fact_id, article_id, period_from as on_date, period_basis as basis from figures
    union all
    select figure_id, article_id, period_to, period_basis from figures
    union all
    select meetings.meeting_id, reports.article_id, unnest([meetings.date_from, meetings.date_to]), meetings.date_basis
    from meetings
    inner join meeting_reports as reports on meetings.meeting_id = reports.meeting_id
),

explained as (
    -- In the text stands 1987, 1986-87 or the 1980s; or the day is counted from the publication of an article that reports the meeting.
    select
        days.fact_id, days.article_id, days.on_date,
        bool_or(
            regexp_matches(
                articles.text,
                format('{0}|[-–/’]{1:02}\b|{2}0s', year(days.on_date)::varchar, year(days.on_date) % 100, left(year(days.on_date)::varchar, 3))
            )
            or (days.basis <> 'stated' and articles.published_from is not null)
        ) over (partition by days.fact_id, days.on_date) as is_explained
    from days
    inner join articles on days.article_id = articles.article_id
    where days.on_date is not null
),

invented as (
    select article_id, count(*) as found
    from explained
    where not is_explained
    group by article_id
),

placed as (
    select article_id, start_char, end_char, surface as words from mentions
    union all
    select article_id, start_char, end_char, surface from figures
    union all
    select article_id, start_char, end_char, surface from meeting_reports where surface is not null
    union all
    select article_id, start_char, end_char, text from no_comments
    union all
    select article_id, speaker_start_char, speaker_end_char, speaker_text from quotes where speaker_start_char is not null
    union all
    select article_id, cue_start_char, cue_end_char, cue from quotes where cue_start_char is not null
),

compared as (
    select placed.article_id, placed.words, substring(articles.text, placed.start_char + 1, placed.end_char - placed.start_char) as standing_there
    from placed
    inner join articles on placed.article_id = articles.article_id
    union all
    -- A quote may stand in several pieces, which its words join by a mark of omission.
    select
        quotes.article_id,
        regexp_replace(quotes.text, '[…\s]+', '', 'g') as words,
        regexp_replace(
            string_agg(substring(articles.text, pieces.start_char + 1, pieces.end_char - pieces.start_char), '' order by pieces.segment_no),
            '[…\s]+', '', 'g'
        ) as standing_there
    from quotes
    inner join quote_segments as pieces on quotes.quote_id = pieces.quote_id
    inner join articles on quotes.article_id = articles.article_id
    group by quotes.quote_id, quotes.article_id, quotes.text
),

misplaced as (
    select article_id, count(*) as found
    from compared
    where words <> standing_there
    group by article_id
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
