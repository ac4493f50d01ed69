-- One row a meeting that is part of another or has parts: the event with everything on its margins, indented.
--
-- root: the event at the top.
-- depth: 0 for the event at the top, 1 for its parts, and so on.
-- tree: name to show, indented by depth.
-- meeting: name to show.
-- kind: what kind of meeting.
-- status: held, ongoing, planned, requested, cancelled, postponed or denied.
-- relation: how it belongs to its parent (part_of, sidelines, during, same_trip).
-- place: where.
-- date_from: first possible day.
-- date_to: last possible day.
-- participants: who took part, with roles.
-- articles: articles that report it (the first twenty by name).
-- first_reported_on: earliest day of publication among them.
-- evidence: sentence of the first report.
-- meeting_id: id of the meeting.
-- root_id: id of the event at the top.
--
-- Weakness: only what an article says of the connection; two events of the same days and place are not tied by that.
with recursive tree as (
    select
        meeting_id,
        meeting_id as root_id,
        0 as depth,
        [meeting_id] as path
    from meetings
    where parent_id is null and meeting_id in (select parent_id from meetings)
    union all
    select
        meetings.meeting_id,
        tree.root_id,
        tree.depth + 1 as depth,
        list_append(tree.path, meetings.meeting_id) as path
    from meetings
    inner join tree on meetings.parent_id = tree.meeting_id
    where not list_contains(tree.path, meetings.meeting_id)
),

ordered as (
    select
        roots.meeting as root,
        tree.*,
        meetings.* exclude (meeting_id),
        cards.* exclude (meeting_id, evidence),
        places.name as place,
        first_reports.start_char,
        first_reports.end_char,
        (select articles.text from articles where articles.article_id = first_reports.article_id) as text
    from tree
    inner join meetings on tree.meeting_id = meetings.meeting_id
    inner join meeting_cards as cards on tree.meeting_id = cards.meeting_id
    inner join meeting_names as roots on tree.root_id = roots.meeting_id
    left join places on meetings.place_id = places.place_id
    left join meeting_reports as first_reports on cards.first_report_id = first_reports.meeting_report_id
    order by roots.meeting, tree.root_id, tree.path
)

select
    root,
    depth,
    repeat('    ', depth) || meeting as tree,
    meeting,
    kind,
    status,
    parent_relation as relation,
    place,
    date_from,
    date_to,
    participants,
    articles,
    first_reported_on,
    evidence_of(text, start_char, end_char) as evidence,
    meeting_id,
    root_id
from ordered
