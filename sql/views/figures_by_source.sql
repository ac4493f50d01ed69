-- One row a figure, with who gave it.
--
-- source: who gave it by name; "(unnamed) …" with the words for an unresolved source, "(article voice)" for the article itself.
-- source_kind: person, organisation or place; null for the last two.
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
    coalesce(entities.name, '(unnamed) ' || coalesce(figures.attributed_to_text, quotes.speaker_text), '(article voice)') as source,
    entities.kind as source_kind,
    figures.value,
    figures.value_max,
    figures.comparator,
    figures.unit,
    figures.per,
    figures.type,
    figures.measured,
    places.name as place,
    figures.period_text,
    figures.period_from,
    figures.period_to,
    figures.surface as words,
    quotes.cue,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, figures.start_char, figures.end_char) as evidence,
    figures.figure_id,
    figures.attributed_to_id as source_id,
    cards.article_id,
    figures.relayed_from_text as relayed_from,
    figures.measured_key,
    wholes.surface as part_of_words
from figures
inner join article_cards as cards on figures.article_id = cards.article_id
left join entities on figures.attributed_to_id = entities.entity_id
left join places on figures.place_id = places.place_id
left join quotes on figures.quote_id = quotes.quote_id
left join figures as wholes on figures.part_of_id = wholes.figure_id
