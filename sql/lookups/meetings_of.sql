-- Meetings in which somebody took part, as in meetings_timeline: `from meetings_of('okonjo')`.
--
-- who: a name or part of one of a person, body or state, in any case, without accents.
create macro meetings_of(who) as table
    select *
    from meetings_timeline
    where contains(strip_accents(lower(participants)), strip_accents(lower(who)))
    order by coalesce(date_from, first_reported_on) nulls last, meeting_id;
