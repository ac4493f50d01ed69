-- Which offices somebody is reported to hold, as in office_history: `from offices_of('okonjo')`.
--
-- who: a name or part of one, in any case, without accents.
create macro offices_of(who) as table
    select *
    from office_history
    where contains(strip_accents(lower(person)), strip_accents(lower(who)))
    order by person, first_reported_on nulls last, title;
