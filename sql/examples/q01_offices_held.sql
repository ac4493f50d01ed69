-- Which offices did these people hold, by which articles? Change the names, or leave out the line for everybody.
select person, title, organisation, status, articles, first_reported_on, last_reported_on
from office_history
where person in ('Hun Sen', 'Prak Sokhonn')
order by person, first_reported_on nulls last, title
