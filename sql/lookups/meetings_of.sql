-- Meetings in which somebody took part, as in meetings_timeline: `from meetings_of('okonjo')`.
--
-- who: a name or part of one of a person, body or state, in any case, without accents.
--
-- Narrows: prepared.meeting_labels as labels.
create macro meetings_of(who) as table
    with found as (  -- noqa: ST03
        select unnest(list(labels), recursive := true)
        from prepared.meeting_labels as labels  -- noqa: AL05
        where contains(strip_accents(lower(participants)), strip_accents(lower(who)))
    )

    select *
    from meetings_timeline
    order by coalesce(date_from, first_reported_on) nulls last, meeting_id;
