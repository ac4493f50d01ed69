-- Events at a place with everything that was part of them, with organisers and participants. Change the place, or leave out the line for all.
select tree, kind, status, relation, place, date_from, date_to, participants, articles
from meeting_tree
where root_id in (select tops.meeting_id from meeting_tree as tops where tops.depth = 0 and tops.place ilike '%Siem Reap%')
order by root, root_id, line_no
