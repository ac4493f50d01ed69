-- One row a meeting: a name to show and who took part, without what articles tell of it; views over meetings take their names from here.
--
-- meeting: proper name; else the first participants and the kind.
-- participants: all participants by name, with their role in brackets where it is another than participant.
-- participant_count: how many.
-- meeting_id: id, for joins.
--
-- Weakness: one event that two articles describe too differently to be joined is two rows.
select
    meeting,
    participants,
    participant_count,
    meeting_id
from prepared.meeting_labels
