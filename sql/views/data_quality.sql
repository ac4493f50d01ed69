-- One row a measure of how complete the warehouse is.
--
-- measure: what is counted.
-- found: how many.
-- total: of how many.
-- share: found / total.
-- note: what it means.
--
-- Weakness: counts what is missing, not what is wrong; make evaluate measures that on annotated articles.
with measures as (
    select 'documents quarantined' as measure, count(*) filter (where status = 'quarantined') as found, count(*) as total, 'no article could be made of them: cuttings status says why' as note
    from documents
    union all
    select 'quarantined: ' || reason_code, count(*), (select count(*) from documents), 'reason_code in documents'
    from documents where status = 'quarantined' group by reason_code
    union all
    select 'documents superseded', count(*) filter (where status = 'superseded'), count(*), 'a newer content of the same file took their place'
    from documents
    union all
    select 'articles without a publication date', count(*) filter (where published_from is null), count(*), 'weekdays and months in them stay unresolved: load them again with --metadata'
    from articles
    union all
    select 'articles without an outlet', count(*) filter (where source_id is null), count(*), 'the page does not show it'
    from articles
    union all
    select 'articles by extractor ' || extractor_version, count(*), (select count(*) from articles), 'more than one line: some articles were not extracted anew since'
    from articles group by extractor_version
    union all
    select 'articles without any fact', count(*), (select count(*) from articles), 'too short, or not news'
    from articles
    where article_id not in (select article_id from mentions) and article_id not in (select article_id from figures) and article_id not in (select article_id from quotes)
    union all
    select 'mentions unresolved', count(*) filter (where entity_id is null), count(*), 'pronouns, nouns and short names that could be several'
    from mentions
    union all
    select 'quotes without a resolved speaker', count(*) filter (where speaker_id is null), count(*), 'unnamed in the article, or not resolved'
    from quotes
    union all
    select 'quotes without any speaker', count(*) filter (where speaker_id is null and speaker_text is null), count(*), 'nobody stands beside the cue'
    from quotes
    union all
    select 'figures without what they measure', count(*) filter (where measured is null), count(*), 'they join no series'
    from figures
    union all
    select 'figures without a period', count(*) filter (where period_from is null and period_to is null), count(*), 'no time is stated, or no publication date settles it'
    from figures
    union all
    select 'meetings without a date', count(*) filter (where date_from is null and date_to is null), count(*), 'no time is stated, or no publication date settles it'
    from meetings
    union all
    select 'meetings with fewer than two participants', count(*) filter (where participant_count < 2), count(*), 'the others are unnamed or were missed'
    from prepared.meeting_labels
    union all
    select 'positions without an organisation', count(*) filter (where organisation_id is null), count(*), 'none is stated, or it was missed'
    from positions
)

select
    measure,
    found,
    total,
    share_of(found, total) as share,
    note
from measures
