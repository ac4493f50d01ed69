-- One row a quote, direct or reported, and person or body that says it: two rows where X and Y said it together.
--
-- speaker: who said it by name; "(unnamed) …" with the words for an unresolved speaker, "(nobody named)" where there are none.
-- speaker_kind: person, organisation or place; null for the last two.
-- spoken_with: names of the others who say it too; null where one speaks alone.
-- speaker_text: the words naming the speaker beside the cue.
-- kind: direct, mixed or indirect.
-- quote: the words.
-- words: how many, lone dashes not counted.
-- is_in_writing: whether the article has the words from a paper (a post, the letter), so that they need not be the speaker's own.
-- cue: reporting words.
-- act: request, denial, thanks, promise and so on; null for plain statements.
-- addressee: to whom.
-- medium: where it was said, if the article tells.
-- strength: of a request, demand, urge, ask or hope.
-- outcome: of a request, pending, agreed or refused, if the article tells.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in, with its cue.
-- quote_id: id of the quote.
-- speaker_no: 1 for the speaker named first, and where nobody is resolved.
-- speaker_id: id of the speaker.
-- article_id: id of the article.
-- utterance_id: the same for the same words in several articles.
--
-- Weakness: indirect quotes have no marks to show their ends, so the last words may be one clause too many or too few.
select
    labels.speaker,
    labels.speaker_kind,
    labels.spoken_with,
    quotes.speaker_text,
    quotes.kind,
    quotes.text as quote,
    words_in(quotes.text) as words,
    is_paper(quotes.speaker_text) as is_in_writing,
    quotes.cue,
    quotes.act,
    labels.addressee,
    quotes.medium,
    quotes.strength,
    quotes.outcome,
    article_labels.article,
    articles.headline,
    article_labels.published_on,
    evidence_of(articles.text, quotes.start_char, quotes.end_char) as evidence,
    labels.quote_id,
    labels.speaker_no,
    labels.speaker_id,
    labels.article_id,
    quotes.utterance_id
from prepared.quote_labels as labels
inner join quotes on labels.quote_id = quotes.quote_id
inner join prepared.article_labels as article_labels on coalesce(quotes.article_id, labels.article_id) = article_labels.article_id
inner join articles on coalesce(quotes.article_id, labels.article_id) = articles.article_id  -- an id of both tables: they are joined first, the long texts last
