-- One row an office of an organisation that somebody else is reported to hold after its holder's last report.
--
-- position_id: id of the holder's first report.
-- organisation_id: id of the organisation.
-- succeeded_on: first later day of publication that calls another person holder.
--
-- Weakness: taken from single offices of named organisations alone (president, minister, mayor, director; no deputies).
--
-- Key: organisation_id = office_spans.organisation_id, position_labels.organisation_id.
with holders as (
    -- The first report after the last of a holder is another's.
    select
        position_labels.organisation_id,
        lower(positions.title) as office,
        article_labels.published_on
    from position_labels
    inner join positions on position_labels.position_id = positions.position_id
    inner join article_labels on positions.article_id = article_labels.article_id
    where positions.status = 'current'
),

held as (
    select position_id, organisation_id, office, last_reported_on
    from office_spans
    where
        status = 'current'
        and regexp_matches(office, '\b(president|prime minister|premier|minister|mayor|governor|chief executive|director[- ]general|secretary[- ]general|chancellor|king|queen)\b')
        and not regexp_matches(office, '\b(deputy|vice|assistant|associate|state|under)\b')
)

select
    held.position_id,
    held.organisation_id,
    holders.published_on as succeeded_on
from held
asof inner join holders
    on
        held.organisation_id = holders.organisation_id
        and held.office = holders.office
        and held.last_reported_on < holders.published_on
