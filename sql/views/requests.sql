-- One row a request: who asked whom for what.
--
-- asker: who asked, by name or in the article's words.
-- asked_with: names of those who asked together with the asker; null where one asks alone.
-- addressee: who was asked; null where the article does not say.
-- request: what was asked for, in the article's words.
-- cue: reporting words (asked, urged, called for).
-- strength: how strongly it was put: demand, urge, ask or hope.
-- outcome: what became of it, if the sentences after it tell: pending, agreed or refused.
-- kind: direct, mixed or indirect.
-- medium: where it was asked, if the article tells.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in.
-- quote_id: id of the quote.
-- asker_id: id of the asker.
--
-- Weakness: advice (should) is no request; an answer told later in the article than two sentences on is not seen.
select
    speaker as asker,
    spoken_with as asked_with,
    addressee,
    quote as request,
    cue,
    strength,
    outcome,
    kind,
    medium,
    article,
    headline,
    published_on,
    evidence,
    quote_id,
    speaker_id as asker_id
from quotes_by_speaker
where act = 'request' and speaker_no = 1
