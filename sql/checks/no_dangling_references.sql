-- A row that points to a row which is not there. One line for each foreign key of the models, which a test keeps complete.
select 'documents' as fact, 'load_id' as pointer, load_id as points_to from documents where load_id is not null and load_id not in (select load_id from loads)
union all
select 'entity_names', 'entity_id', entity_id from entity_names where entity_id is not null and entity_id not in (select entity_id from entities)
union all
select 'organisations', 'organisation_id', organisation_id from organisations where organisation_id is not null and organisation_id not in (select entity_id from entities)
union all
select 'organisations', 'parent_id', parent_id from organisations where parent_id is not null and parent_id not in (select organisation_id from organisations)
union all
select 'people', 'person_id', person_id from people where person_id is not null and person_id not in (select entity_id from entities)
union all
select 'places', 'place_id', place_id from places where place_id is not null and place_id not in (select entity_id from entities)
union all
select 'articles', 'document_id', document_id from articles where document_id is not null and document_id not in (select document_id from documents)
union all
select 'articles', 'source_id', source_id from articles where source_id is not null and source_id not in (select source_id from sources)
union all
select 'meetings', 'place_id', place_id from meetings where place_id is not null and place_id not in (select place_id from places)
union all
select 'meetings', 'parent_id', parent_id from meetings where parent_id is not null and parent_id not in (select meeting_id from meetings)
union all
select 'meeting_participants', 'meeting_id', meeting_id from meeting_participants where meeting_id is not null and meeting_id not in (select meeting_id from meetings)
union all
select 'meeting_participants', 'entity_id', entity_id from meeting_participants where entity_id is not null and entity_id not in (select entity_id from entities)
union all
select 'meeting_participants', 'article_id', article_id from meeting_participants where article_id is not null and article_id not in (select article_id from articles)
union all
select 'meeting_participants', 'represents_id', represents_id from meeting_participants where represents_id is not null and represents_id not in (select entity_id from entities)
union all
select 'meeting_reports', 'meeting_id', meeting_id from meeting_reports where meeting_id is not null and meeting_id not in (select meeting_id from meetings)
union all
select 'meeting_reports', 'article_id', article_id from meeting_reports where article_id is not null and article_id not in (select article_id from articles)
union all
select 'mentions', 'article_id', article_id from mentions where article_id is not null and article_id not in (select article_id from articles)
union all
select 'mentions', 'entity_id', entity_id from mentions where entity_id is not null and entity_id not in (select entity_id from entities)
union all
select 'positions', 'article_id', article_id from positions where article_id is not null and article_id not in (select article_id from articles)
union all
select 'positions', 'person_id', person_id from positions where person_id is not null and person_id not in (select person_id from people)
union all
select 'positions', 'organisation_id', organisation_id from positions where organisation_id is not null and organisation_id not in (select organisation_id from organisations)
union all
select 'quotes', 'article_id', article_id from quotes where article_id is not null and article_id not in (select article_id from articles)
union all
select 'quotes', 'speaker_id', speaker_id from quotes where speaker_id is not null and speaker_id not in (select entity_id from entities)
union all
select 'quotes', 'addressee_id', addressee_id from quotes where addressee_id is not null and addressee_id not in (select entity_id from entities)
union all
select 'zones', 'article_id', article_id from zones where article_id is not null and article_id not in (select article_id from articles)
union all
select 'figures', 'article_id', article_id from figures where article_id is not null and article_id not in (select article_id from articles)
union all
select 'figures', 'place_id', place_id from figures where place_id is not null and place_id not in (select place_id from places)
union all
select 'figures', 'attributed_to_id', attributed_to_id from figures where attributed_to_id is not null and attributed_to_id not in (select entity_id from entities)
union all
select 'figures', 'quote_id', quote_id from figures where quote_id is not null and quote_id not in (select quote_id from quotes)
union all
select 'quote_segments', 'quote_id', quote_id from quote_segments where quote_id is not null and quote_id not in (select quote_id from quotes)
