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
-- line_no: place of the row in the tree of its root, parts under the event they belong to, by date: `order by root, root_id, line_no`.
-- meeting_id: id of the meeting.
-- root_id: id of the event at the top.
--
-- Weakness: only what an article says of the connection; two events of the same days and place are not tied by that.
with recursive tree as (
    select
        meeting_id,
        meeting_id as root_id,
        0 as depth,
        [meeting_id] as path,
        [{ 'day': coalesce(date_from, date '9999-12-31'), 'meeting_id': meeting_id }] as place_in_tree
    from meetings
    where parent_id is null and meeting_id in (select parent_id from meetings)
    union all
    select
        meetings.meeting_id,
        tree.root_id,
        tree.depth + 1 as depth,
        list_append(tree.path, meetings.meeting_id) as path,
        list_append(tree.place_in_tree, { 'day': coalesce(meetings.date_from, date '9999-12-31'), 'meeting_id': meetings.meeting_id }) as place_in_tree
    from meetings
    inner join tree on meetings.parent_id = tree.meeting_id
    where not list_contains(tree.path, meetings.meeting_id)
),

ordered as (
    select
        roots.meeting as root,
        tree.*,
        row_number() over (partition by tree.root_id order by tree.place_in_tree) as line_no,
        meetings.* exclude (meeting_id),
        labels.* exclude (meeting_id),
        places.name as place,
        articles.text
    from tree
    inner join meetings on tree.meeting_id = meetings.meeting_id
    inner join prepared.meeting_labels as labels on tree.meeting_id = labels.meeting_id
    inner join prepared.meeting_labels as roots on tree.root_id = roots.meeting_id
    left join places on meetings.place_id = places.place_id
    left join articles on labels.article_id = articles.article_id
    order by root, tree.root_id, line_no
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
    line_no,
    meeting_id,
    root_id
from ordered
