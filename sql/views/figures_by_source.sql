-- One row a figure, with who gave it.
--
-- source: who gave it by name; "(unnamed) …" with the words for an unresolved source, "(article voice)" for the article itself.
-- source_kind: person, organisation or place; null for the last two.
-- sources: all who gave it together (the ILO and the IOM), the source first; the source where one gave it alone.
-- value: the number, multiplied out.
-- value_max: upper end of a range, second number of a score.
-- comparator: eq, gt, ge, lt, le, approx or up_to.
-- unit: unit or what is counted (person, percent, km) or ISO 4217 code.
-- per: what it is counted per.
-- type: stock, flow, cumulative, share, rate, change, price, amount, duration, age, rank, score or other.
-- measured: what is counted or measured, in the article's words.
-- place: where it holds.
-- period_text: when it holds, as written.
-- period_from: first day of that period.
-- period_to: last day of that period.
-- words: the figure as written.
-- cue: reporting word of the quote it stands in (said, according to).
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence it stands in.
-- figure_id: id of the figure.
-- source_id: id of who gave it.
-- article_id: id of the article.
-- relayed_from: whose figure it is, as written, where the source passes on another's.
-- measured_key: what is measured as a key: content words in the singular.
-- part_of_words: the figure that it is a share or part of, as written.
--
-- Weakness: a source named only in the paragraph before is missed, and the figure then counts as the article's own.
select
    labels.source,
    labels.source_kind,
    labels.sources,
    figures.value,
    figures.value_max,
    figures.comparator,
    figures.unit,
    figures.per,
    figures.type,
    figures.measured,
    labels.place,
    figures.period_text,
    figures.period_from,
    figures.period_to,
    figures.surface as words,
    labels.cue,
    article_labels.article,
    articles.headline,
    article_labels.published_on,
    evidence_of(articles.text, figures.start_char, figures.end_char) as evidence,
    labels.figure_id,
    figures.attributed_to_id as source_id,
    labels.article_id,
    figures.relayed_from_text as relayed_from,
    figures.measured_key,
    labels.part_of_words
from prepared.figure_labels as labels
inner join figures on labels.figure_id = figures.figure_id
inner join prepared.article_labels as article_labels on coalesce(figures.article_id, labels.article_id) = article_labels.article_id
inner join articles on coalesce(figures.article_id, labels.article_id) = articles.article_id  -- an id of both tables: they are joined first, the long texts last
