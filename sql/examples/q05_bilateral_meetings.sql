-- Which people met one to one: when, where, on the margin of what?
select party_a, party_b, date_from, date_to, date_text, place, meeting, parent, parent_relation, articles
from who_met_whom
where party_a_kind = 'person' and party_b_kind = 'person'
order by date_from nulls last, party_a, party_b
