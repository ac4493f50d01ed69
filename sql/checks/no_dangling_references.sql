-- A row that points to a row which is not there. One query for each foreign key of the models, which a test keeps complete.
--
-- Scope: a reference.
select
    'documents' as fact,
    'load_id' as pointer,
    documents.load_id as points_to
from documents
left join loads as target on documents.load_id = target.load_id
where documents.load_id is not null and target.load_id is null
union all
select
    'entity_names' as fact,
    'entity_id' as pointer,
    entity_names.entity_id as points_to
from entity_names
left join entities as target on entity_names.entity_id = target.entity_id
where entity_names.entity_id is not null and target.entity_id is null
union all
select
    'organisations' as fact,
    'organisation_id' as pointer,
    organisations.organisation_id as points_to
from organisations
left join entities as target on organisations.organisation_id = target.entity_id
where organisations.organisation_id is not null and target.entity_id is null
union all
select
    'organisations' as fact,
    'parent_id' as pointer,
    organisations.parent_id as points_to
from organisations
left join organisations as target on organisations.parent_id = target.organisation_id
where organisations.parent_id is not null and target.organisation_id is null
union all
select
    'people' as fact,
    'person_id' as pointer,
    people.person_id as points_to
from people
left join entities as target on people.person_id = target.entity_id
where people.person_id is not null and target.entity_id is null
union all
select
    'places' as fact,
    'place_id' as pointer,
    places.place_id as points_to
from places
left join entities as target on places.place_id = target.entity_id
where places.place_id is not null and target.entity_id is null
union all
select
    'articles' as fact,
    'document_id' as pointer,
    articles.document_id as points_to
from articles
left join documents as target on articles.document_id = target.document_id
where articles.document_id is not null and target.document_id is null
union all
select
    'articles' as fact,
    'source_id' as pointer,
    articles.source_id as points_to
from articles
left join sources as target on articles.source_id = target.source_id
where articles.source_id is not null and target.source_id is null
union all
select
    'meetings' as fact,
    'place_id' as pointer,
    meetings.place_id as points_to
from meetings
left join places as target on meetings.place_id = target.place_id
where meetings.place_id is not null and target.place_id is null
union all
select
    'meetings' as fact,
    'parent_id' as pointer,
    meetings.parent_id as points_to
from meetings
left join meetings as target on meetings.parent_id = target.meeting_id
where meetings.parent_id is not null and target.meeting_id is null
union all
select
    'meeting_participants' as fact,
    'meeting_id' as pointer,
    meeting_participants.meeting_id as points_to
from meeting_participants
left join meetings as target on meeting_participants.meeting_id = target.meeting_id
where meeting_participants.meeting_id is not null and target.meeting_id is null
union all
select
    'meeting_participants' as fact,
    'entity_id' as pointer,
    meeting_participants.entity_id as points_to
from meeting_participants
left join entities as target on meeting_participants.entity_id = target.entity_id
where meeting_participants.entity_id is not null and target.entity_id is null
union all
select
    'meeting_participants' as fact,
    'article_id' as pointer,
    meeting_participants.article_id as points_to
from meeting_participants
left join articles as target on meeting_participants.article_id = target.article_id
where meeting_participants.article_id is not null and target.article_id is null
union all
select
    'meeting_participants' as fact,
    'represents_id' as pointer,
    meeting_participants.represents_id as points_to
from meeting_participants
left join entities as target on meeting_participants.represents_id = target.entity_id
where meeting_participants.represents_id is not null and target.entity_id is null
union all
select
    'meeting_reports' as fact,
    'meeting_id' as pointer,
    meeting_reports.meeting_id as points_to
from meeting_reports
left join meetings as target on meeting_reports.meeting_id = target.meeting_id
where meeting_reports.meeting_id is not null and target.meeting_id is null
union all
select
    'meeting_reports' as fact,
    'article_id' as pointer,
    meeting_reports.article_id as points_to
from meeting_reports
left join articles as target on meeting_reports.article_id = target.article_id
where meeting_reports.article_id is not null and target.article_id is null
union all
select
    'mentions' as fact,
    'article_id' as pointer,
    mentions.article_id as points_to
from mentions
left join articles as target on mentions.article_id = target.article_id
where mentions.article_id is not null and target.article_id is null
union all
select
    'mentions' as fact,
    'entity_id' as pointer,
    mentions.entity_id as points_to
from mentions
left join entities as target on mentions.entity_id = target.entity_id
where mentions.entity_id is not null and target.entity_id is null
union all
select
    'positions' as fact,
    'article_id' as pointer,
    positions.article_id as points_to
from positions
left join articles as target on positions.article_id = target.article_id
where positions.article_id is not null and target.article_id is null
union all
select
    'positions' as fact,
    'person_id' as pointer,
    positions.person_id as points_to
from positions
left join people as target on positions.person_id = target.person_id
where positions.person_id is not null and target.person_id is null
union all
select
    'positions' as fact,
    'organisation_id' as pointer,
    positions.organisation_id as points_to
from positions
left join organisations as target on positions.organisation_id = target.organisation_id
where positions.organisation_id is not null and target.organisation_id is null
union all
select
    'quotes' as fact,
    'article_id' as pointer,
    quotes.article_id as points_to
from quotes
left join articles as target on quotes.article_id = target.article_id
where quotes.article_id is not null and target.article_id is null
union all
select
    'quotes' as fact,
    'speaker_id' as pointer,
    quotes.speaker_id as points_to
from quotes
left join entities as target on quotes.speaker_id = target.entity_id
where quotes.speaker_id is not null and target.entity_id is null
union all
select
    'quotes' as fact,
    'addressee_id' as pointer,
    quotes.addressee_id as points_to
from quotes
left join entities as target on quotes.addressee_id = target.entity_id
where quotes.addressee_id is not null and target.entity_id is null
union all
select
    'zones' as fact,
    'article_id' as pointer,
    zones.article_id as points_to
from zones
left join articles as target on zones.article_id = target.article_id
where zones.article_id is not null and target.article_id is null
union all
select
    'figures' as fact,
    'article_id' as pointer,
    figures.article_id as points_to
from figures
left join articles as target on figures.article_id = target.article_id
where figures.article_id is not null and target.article_id is null
union all
select
    'figures' as fact,
    'place_id' as pointer,
    figures.place_id as points_to
from figures
left join places as target on figures.place_id = target.place_id
where figures.place_id is not null and target.place_id is null
union all
select
    'figures' as fact,
    'attributed_to_id' as pointer,
    figures.attributed_to_id as points_to
from figures
left join entities as target on figures.attributed_to_id = target.entity_id
where figures.attributed_to_id is not null and target.entity_id is null
union all
select
    'figures' as fact,
    'quote_id' as pointer,
    figures.quote_id as points_to
from figures
left join quotes as target on figures.quote_id = target.quote_id
where figures.quote_id is not null and target.quote_id is null
union all
select
    'no_comments' as fact,
    'article_id' as pointer,
    no_comments.article_id as points_to
from no_comments
left join articles as target on no_comments.article_id = target.article_id
where no_comments.article_id is not null and target.article_id is null
union all
select
    'no_comments' as fact,
    'speaker_id' as pointer,
    no_comments.speaker_id as points_to
from no_comments
left join entities as target on no_comments.speaker_id = target.entity_id
where no_comments.speaker_id is not null and target.entity_id is null
union all
select
    'quote_segments' as fact,
    'quote_id' as pointer,
    quote_segments.quote_id as points_to
from quote_segments
left join quotes as target on quote_segments.quote_id = target.quote_id
where quote_segments.quote_id is not null and target.quote_id is null
union all
select
    'quote_speakers' as fact,
    'quote_id' as pointer,
    quote_speakers.quote_id as points_to
from quote_speakers
left join quotes as target on quote_speakers.quote_id = target.quote_id
where quote_speakers.quote_id is not null and target.quote_id is null
union all
select
    'quote_speakers' as fact,
    'article_id' as pointer,
    quote_speakers.article_id as points_to
from quote_speakers
left join articles as target on quote_speakers.article_id = target.article_id
where quote_speakers.article_id is not null and target.article_id is null
union all
select
    'quote_speakers' as fact,
    'entity_id' as pointer,
    quote_speakers.entity_id as points_to
from quote_speakers
left join entities as target on quote_speakers.entity_id = target.entity_id
where quote_speakers.entity_id is not null and target.entity_id is null
union all
select
    'figure_sources' as fact,
    'figure_id' as pointer,
    figure_sources.figure_id as points_to
from figure_sources
left join figures as target on figure_sources.figure_id = target.figure_id
where figure_sources.figure_id is not null and target.figure_id is null
union all
select
    'figure_sources' as fact,
    'article_id' as pointer,
    figure_sources.article_id as points_to
from figure_sources
left join articles as target on figure_sources.article_id = target.article_id
where figure_sources.article_id is not null and target.article_id is null
union all
select
    'figure_sources' as fact,
    'entity_id' as pointer,
    figure_sources.entity_id as points_to
from figure_sources
left join entities as target on figure_sources.entity_id = target.entity_id
where figure_sources.entity_id is not null and target.entity_id is null
