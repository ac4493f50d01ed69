-- Who met whom face to face, on which day, and which words say so?
select
    party_a as person,
    party_b as met,
    date_from as met_on,
    date_text as as_written,
    articles as article
from who_met_whom
where kind = 'bilateral_meeting' and party_a_kind = 'person' and party_b_kind = 'person' and date_from = date_to
order by met_on, person, met
