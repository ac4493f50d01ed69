-- What somebody is quoted with, as in quotes_by_speaker: `from quotes_of('okonjo')`.
--
-- who: a name or part of one, in any case, without accents.
create macro quotes_of(who) as table
    select *
    from quotes_by_speaker
    where contains(strip_accents(lower(speaker)), strip_accents(lower(who)))
    order by published_on nulls last, article, quote_id;
