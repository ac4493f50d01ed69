-- One row an office and its reported holder, in the order in which they are reported.
--
-- office: the title, in the spelling most articles use.
-- organisation: where.
-- country_code: country of the office.
-- holder_no: 1 for the holder reported first; holders without a known day of publication come last.
-- person: name of the holder.
-- status: current, acting or elect when reported.
-- first_reported_on: earliest day of publication that calls the person so.
-- last_reported_on: latest day of publication that does.
-- articles: articles that report it (the first twenty by name).
-- article_count: how many.
-- evidence: sentence of the first report.
-- person_id: id of the person.
-- organisation_id: id of the organisation.
--
-- Weakness: two holders at a time may be deputies, mistakes or two offices of one title; no end is inferred from a successor.
with numbered as (
    select
        *,
        row_number() over (
            partition by lower(title), lower(organisation), country_code
            order by first_reported_on nulls last, last_reported_on nulls last, person_id, status
        ) as holder_no
    from prepared.office_spans
    where status in ('current', 'acting', 'elect')
)

select
    numbered.title as office,
    numbered.organisation,
    numbered.country_code,
    numbered.holder_no,
    numbered.person,
    numbered.status,
    numbered.first_reported_on,
    numbered.last_reported_on,
    numbered.articles,
    numbered.article_count,
    evidence_of(articles.text, numbered.start_char, numbered.end_char) as evidence,
    numbered.person_id,
    numbered.organisation_id
from numbered
inner join articles on numbered.article_id = articles.article_id
