-- Organisations and their heads.
select organisation, title, person, status, articles, first_reported_on, last_reported_on
from organisation_heads
order by organisation, first_reported_on nulls last, person
