-- An entity that does not stand in the one table of its kind, under the same name.
--
-- Scope: an entity.
with subtypes as (
    select person_id as entity_id, 'person' as kind, name from people
    union all
    select organisation_id, 'organisation', name from organisations
    union all
    select place_id, 'place', name from places
)

select
    coalesce(entities.entity_id, subtypes.entity_id) as entity_id,
    entities.kind,
    entities.name,
    subtypes.kind as stands_as,
    subtypes.name as named_there
from entities
full join subtypes on entities.entity_id = subtypes.entity_id
where (entities.kind, entities.name) is distinct from (subtypes.kind, subtypes.name)
union all
select entity_id, null, null, string_agg(kind, ', ' order by kind), null from subtypes group by entity_id having count(*) > 1
