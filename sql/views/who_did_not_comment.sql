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
    labels.article,
    articles.headline,
    labels.published_on,
    evidence_of(articles.text, silences.start_char, silences.end_char) as evidence,
    silences.no_comment_id,
    silences.speaker_id
from no_comments as silences
inner join prepared.article_labels as labels on silences.article_id = labels.article_id
inner join articles on silences.article_id = articles.article_id
left join entities as speakers on silences.speaker_id = speakers.entity_id
