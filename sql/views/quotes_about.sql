-- One row a quote and a person, organisation or place named inside its words, a person by the office too.
--
-- target: who or what is named.
-- target_kind: person, organisation or place.
-- named_as: the words that name the target in the quote: a name, or an office that the article gives to one person only.
-- speaker: who says it; of several who say it together, the first.
-- spoken_with: names of the others who say it too; null where one speaks alone.
-- speaker_text: the words naming the speaker beside the cue: an office without its holder, a paper (his post).
-- kind: direct, mixed or indirect.
-- quote: the words.
-- is_in_writing: whether the article has the words from a paper (a post, the letter), so that they need not be the speaker's own.
-- cue: reporting words.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in.
-- quote_id: id of the quote.
-- target_id: id of the target.
-- speaker_id: id of the speaker.
--
-- Weakness: a target that the quote only calls he, she or the minister is found where the pronoun is resolved, which is seldom.
select
    targets.target,
    targets.target_kind,
    targets.named_as,
    labels.speaker,
    labels.spoken_with,
    quotes.speaker_text,
    quotes.kind,
    quotes.text as quote,
    is_paper(quotes.speaker_text) as is_in_writing,
    quotes.cue,
    article_labels.article,
    articles.headline,
    article_labels.published_on,
    evidence_of(articles.text, quotes.start_char, quotes.end_char) as evidence,
    targets.quote_id,
    targets.target_id,
    labels.speaker_id
from prepared.quote_targets as targets
inner join prepared.quote_labels as labels on targets.quote_id = labels.quote_id and labels.speaker_no = 1
inner join quotes on targets.quote_id = quotes.quote_id
inner join prepared.article_labels as article_labels on targets.article_id = article_labels.article_id
inner join articles on coalesce(quotes.article_id, targets.article_id) = articles.article_id  -- an id of both tables: they are joined first, the long texts last
