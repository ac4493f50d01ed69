-- Figures on a subject, comparable ones in one series, as in figure_series: `from figures_on('ferries')`.
--
-- subject: a word or words of what is measured or of the sentence, in any case.
--
-- Narrows: prepared.series_points as members.
create macro figures_on(subject) as table
    with found as (  -- noqa: ST03
        select unnest(list(members), recursive := true)
        from prepared.series_points as members
        inner join figures on members.figure_id = figures.figure_id
        where
            contains(lower(figures.measured), lower(subject))
            or figures.article_id in (select articles.article_id from articles where contains(lower(articles.text), lower(subject)))
    )

    select *
    from figure_series
    where contains(lower(measured), lower(subject)) or contains(lower(evidence), lower(subject))
    order by series, point_no;
