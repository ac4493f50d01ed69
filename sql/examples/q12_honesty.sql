-- Nothing is read from page furniture, no year is invented, and every fact's words stand where it says. Three numbers that must be 0.
select
    (
        select count(*)
        from article_facts
        inner join zones on article_facts.article_id = zones.article_id
        where
            article_facts.fact <> 'quote'
            and zones.kind in ('byline', 'caption', 'teaser', 'furniture')
            and article_facts.start_char < zones.end_char
            and zones.start_char < article_facts.end_char
    ) as facts_in_furniture,
    (
        select count(*)
        from figures
        inner join articles on figures.article_id = articles.article_id
        where
            articles.published_from is null
            and coalesce(figures.period_from, figures.period_to) is not null
            and not contains(articles.text, year(coalesce(figures.period_from, figures.period_to))::varchar)
    ) as years_invented,
    (
        select count(*)
        from mentions
        inner join articles on mentions.article_id = articles.article_id
        where mentions.surface <> substring(articles.text, mentions.start_char + 1, mentions.end_char - mentions.start_char)
    ) as words_out_of_place
