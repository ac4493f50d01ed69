-- One row a quote whose speaker is not resolved, so that a lookup need not read the speakers of all quotes.
--
-- quote_id: id of the quote.
-- article_id: id of the article.
-- speaker: "(unnamed) …" with the words for the speaker, "(nobody named)" where there are none.
--
-- Weakness: that of quote_labels.
--
-- Key: article_id = quote_labels.article_id.
select
    quote_id,
    article_id,
    speaker
from quote_labels
where speaker_id is null
