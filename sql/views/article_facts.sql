-- One row a fact of any kind, where it stands in its article: for proof-reading one article from top to bottom.
--
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- fact: mention, position, meeting, figure or quote.
-- kind: what kind of it (of a mention: whom or what it names; of a quote: direct, mixed, indirect).
-- words: the words it was read from.
-- reading: what was made of them.
-- start_char: where they start in the article's text.
-- end_char: where they end.
-- evidence: sentence they stand in.
-- fact_id: id in the fact's own table.
-- article_id: id of the article.
--
-- Weakness: of a quote in several pieces the span runs from the first to the last.
with facts as (
    select
        labels.article,
        labels.published_on,
        mentions.article_id,
        'mention' as fact,
        mentions.entity_kind || ' ' || mentions.kind as kind,
        coalesce('= ' || entities.name, 'unresolved') as reading,
        mentions.start_char,
        mentions.end_char,
        mentions.mention_id as fact_id
    from mentions
    inner join prepared.article_labels as labels on mentions.article_id = labels.article_id
    left join entities on mentions.entity_id = entities.entity_id
    union all
    select
        labels.article,
        labels.published_on,
        positions.article_id,
        'position' as fact,
        positions.status as kind,
        people.name || ' is ' || positions.title || coalesce(' of ' || organisations.name, '') as reading,
        positions.start_char,
        positions.end_char,
        positions.position_id as fact_id
    from positions
    inner join prepared.article_labels as labels on positions.article_id = labels.article_id
    inner join people on positions.person_id = people.person_id
    left join organisations on positions.organisation_id = organisations.organisation_id
    union all
    select
        labels.article,
        labels.published_on,
        meeting_reports.article_id,
        'meeting' as fact,
        meetings.kind || ' ' || meetings.status as kind,
        named.meeting || coalesce(': ' || named.participants, '') as reading,
        meeting_reports.start_char,
        meeting_reports.end_char,
        meeting_reports.meeting_report_id as fact_id
    from meeting_reports
    inner join prepared.article_labels as labels on meeting_reports.article_id = labels.article_id
    inner join meetings on meeting_reports.meeting_id = meetings.meeting_id
    inner join prepared.meeting_labels as named on meeting_reports.meeting_id = named.meeting_id
    union all
    select
        labels.article,
        labels.published_on,
        figures.article_id,
        'figure' as fact,
        figures.type as kind,
        amount_text(figures.comparator, figures.value, figures.value_max) || ' ' || figures.unit
        || coalesce(' per ' || figures.per, '') || coalesce(' of ' || figures.measured, '') || coalesce(', by ' || entities.name, '') as reading,
        figures.start_char,
        figures.end_char,
        figures.figure_id as fact_id
    from figures
    inner join prepared.article_labels as labels on figures.article_id = labels.article_id
    left join entities on figures.attributed_to_id = entities.entity_id
    union all
    select
        labels.article,
        labels.published_on,
        quotes.article_id,
        'quote' as fact,
        quotes.kind,
        coalesce(entities.name, quotes.speaker_text, 'nobody named') || coalesce(' ' || quotes.cue, '') || coalesce(' (' || quotes.act || ')', '') as reading,
        quotes.start_char,
        quotes.end_char,
        quotes.quote_id as fact_id
    from quotes
    inner join prepared.article_labels as labels on quotes.article_id = labels.article_id
    left join entities on quotes.speaker_id = entities.entity_id
)

select
    facts.article,
    articles.headline,
    facts.published_on,
    facts.fact,
    facts.kind,
    substring(articles.text, facts.start_char + 1, facts.end_char - facts.start_char) as words,
    facts.reading,
    facts.start_char,
    facts.end_char,
    evidence_of(articles.text, facts.start_char, facts.end_char) as evidence,
    facts.fact_id,
    facts.article_id
from facts
inner join articles on facts.article_id = articles.article_id
