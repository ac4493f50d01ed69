-- What somebody is quoted with, as in quotes_by_speaker: `from quotes_of('okonjo')`.
--
-- who: a name or part of one, in any case, without accents.
--
-- Narrows: prepared.quote_labels as labels.
create macro quotes_of(who) as table
    with found as (  -- noqa: ST03
        select unnest(list(labels), recursive := true)
        from prepared.quote_labels as labels  -- noqa: AL05
        where contains(strip_accents(lower(speaker)), strip_accents(lower(who)))
    )

    select *
    from quotes_by_speaker
    order by published_on nulls last, article, quote_id;
