-- Which offices somebody is reported to hold, as in office_history: `from offices_of('okonjo')`.
--
-- who: a name or part of one, in any case, without accents.
--
-- Narrows: prepared.office_spans as spans.
create macro offices_of(who) as table
    with found as (  -- noqa: ST03
        select unnest(list(spans), recursive := true)
        from prepared.office_spans as spans  -- noqa: AL05
        where contains(strip_accents(lower(person)), strip_accents(lower(who)))
    )

    select *
    from office_history
    order by person, first_reported_on nulls last, title;
