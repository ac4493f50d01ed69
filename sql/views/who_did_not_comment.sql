-- One row a report that somebody said nothing.
--
-- speaker: who, by name or in the article's words.
-- speaker_kind: person, organisation or place; null where not resolved.
-- kind: declined, unreachable or no_reply.
-- wording: the words that say so.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence it stands in.
-- no_comment_id: id of the report.
-- speaker_id: id of who said nothing.
--
-- Weakness: only set wordings are known; silence told otherwise is missed.
select
    coalesce(speakers.name, '(unnamed) ' || silences.speaker_text, '(nobody named)') as speaker,
    speakers.kind as speaker_kind,
    silences.kind,
    silences.text as wording,
    cards.article,
    cards.headline,
    cards.published_on,
    evidence_of(cards.text, silences.start_char, silences.end_char) as evidence,
    silences.no_comment_id,
    silences.speaker_id
from no_comments as silences
inner join article_cards as cards on silences.article_id = cards.article_id
left join entities as speakers on silences.speaker_id = speakers.entity_id
