-- Events with everything that was part of them, with organisers and participants.
select tree, kind, status, relation, place, date_from, date_to, participants, articles
from meeting_tree
order by root, root_id, depth, date_from nulls last, meeting_id
