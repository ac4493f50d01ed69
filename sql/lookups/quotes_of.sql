-- What somebody is quoted with, as in quotes_by_speaker: `from quotes_of('okonjo')`.
--
-- who: a name or part of one, in any case, without accents.
--
-- Narrows: prepared.quote_labels as labels.
create macro quotes_of(who) as table
    with named as (
        select speaker_id
        from prepared.speaker_tallies
        where contains(strip_accents(lower(speaker)), strip_accents(lower(who)))
    ),

    unnamed as (
        select quote_id
        from prepared.unnamed_speakers
        where contains(strip_accents(lower(speaker)), strip_accents(lower(who)))
    ),

    found as (  -- noqa: ST03
        -- By their id and not by name: a million names take longer to read than all else together.
        select unnest(list(labels), recursive := true)
        from prepared.quote_labels as labels  -- noqa: AL05
        where speaker_id in (from named)  -- noqa: RF02
        union all
        select unnest(list(labels), recursive := true)
        from prepared.quote_labels as labels  -- noqa: AL05
        where quote_id in (from unnamed)  -- noqa: RF02
    )

    select *
    from quotes_by_speaker
    order by published_on nulls last, article, quote_id;
