-- Who is reported in an office of a country over time? Change title and country; % stands for anything.
select office, country_code, holder_no, person, status, first_reported_on, last_reported_on, articles
from office_holders
where office ilike 'prime minister' and country_code = 'KH'
order by office, country_code, holder_no
