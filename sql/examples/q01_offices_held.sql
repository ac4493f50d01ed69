-- Which offices did somebody hold, by which articles? Put a name between the percent signs, or leave them for everybody.
select person, title, organisation, status, articles, first_reported_on, last_reported_on
from office_history
where person ilike '%%'
order by person, first_reported_on nulls last, title
