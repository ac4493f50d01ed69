-- Figures on a subject, comparable ones in one series, as in figure_series: `from figures_on('ferries')`.
--
-- subject: a word, or words that stand side by side, of what is measured or of the sentence, in any case; % is taken literally.
--
-- Narrows: prepared.series_points as members.
create macro figures_on(subject) as table
    with found as (  -- noqa: ST03
        select unnest(list(members), recursive := true)
        from prepared.series_points as members  -- noqa: AL05
        where
            figure_id in (  -- noqa: RF02
                select figure_id from figures  -- noqa: RF02, LT14
                where contains(lower(measured), lower(subject)) or article_id in (select article_id from articles where contains(lower(text), lower(subject)))  -- noqa: RF02, LT14
            )
    )

    select *
    from figure_series
    where contains(lower(measured), lower(subject)) or contains(lower(evidence), lower(subject))
    order by series, point_no;
