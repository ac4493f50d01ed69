-- Figures on a subject, comparable ones in one series, as in figure_series: `from figures_on('ferries')`.
--
-- subject: a word or words of what is measured or of the sentence, in any case.
--
-- Narrows: prepared.series_points as members.
create macro figures_on(subject) as table
    with found as (  -- noqa: ST03
        select unnest(list(members), recursive := true)
        from prepared.series_points as members  -- noqa: AL05
        where
            figure_id in (
                select figure_id from figures
                where contains(lower(measured), lower(subject)) or article_id in (select article_id from articles where contains(lower(text), lower(subject)))
            )
    )

    select *
    from figure_series
    where contains(lower(measured), lower(subject)) or contains(lower(evidence), lower(subject))
    order by series, point_no;
