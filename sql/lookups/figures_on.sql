-- Figures on a subject, comparable ones in one series, as in figure_series: `from figures_on('ferry passengers')`.
--
-- subject: words in any order, all of which stand in what is measured, the unit, the time, the place, the source or the sentence; in any
--   case, without accents, singular or plural, worker as working, and from four letters on the beginning of one is enough; % is percent.
--
-- Narrows: prepared.series_points as members.
create macro figures_on(subject) as table
    with asked as materialized (
        select list_transform(asked_words(subject), lambda word: word_code(trim(word))) as codes
    ),

    lines as (
        -- The three longest words narrow enough: the others are looked for in the sentences alone.
        select figure_ids
        from prepared.figure_lines
        where
            coalesce(list_contains(words, (select asked.codes[1] from asked)), true)
            and coalesce(list_contains(words, (select asked.codes[2] from asked)), true)
            and coalesce(list_contains(words, (select asked.codes[3] from asked)), true)
    ),

    found as (  -- noqa: ST03
        select unnest(list(members), recursive := true)
        from prepared.series_points as members  -- noqa: AL05
        where
            figure_id in (  -- noqa: RF02
                select unnest(lines.figure_ids)
                from lines
            )
    )

    select *
    from figure_series
    where has_words(concat_ws(' ', measured, unit, per, period_text, place, source, evidence), subject)
    order by series, point_no;
