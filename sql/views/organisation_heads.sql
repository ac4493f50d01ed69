-- One row an organisation, a title that leads it, and who is reported to hold it.
--
-- organisation: name.
-- title: title of the head (minister, director, mayor, chief executive, president, …).
-- person: who holds it.
-- status: current, acting or elect when reported.
-- country_code: country of the office.
-- first_reported_on: earliest day of publication that says so.
-- last_reported_on: latest day of publication that says so.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- evidence: sentence of the first report.
-- person_id: id of the person.
-- organisation_id: id of the organisation.
--
-- Weakness: goes by the words of the title: a department's director counts where the article names only the whole body; deputies are left out.
select
    organisation,
    title,
    person,
    status,
    country_code,
    first_reported_on,
    last_reported_on,
    articles,
    article_count,
    evidence,
    person_id,
    organisation_id
from office_history
where
    organisation_id is not null
    and status in ('current', 'acting', 'elect')
    and regexp_matches(
        lower(title),
        '\b(president|prime minister|premier|minister|secretary[- ]general|director([- ]general)?|chief executive( officer)?|ceo'
        || '|chair(man|woman|person)?|mayor|governor|chancellor|rector|principal|dean|head|chief|commissioner|speaker|king|queen|commander|leader|founder)\b'
    )
    and not regexp_matches(
        lower(title),
        '\b(deputy|vice|assistant|associate|under-?secretary|co-founder|chief of staff|head coach|former|adviser|advisor|spokes(man|woman|person)'
        || '|candidate|to the)\b|^(team|branch|bureau|shop|desk) '
    )
