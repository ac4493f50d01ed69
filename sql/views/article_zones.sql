-- One row a part of an article's page, in order: what was read as the article and what was left out.
--
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- kind: headline, dateline, byline, body, caption, teaser or furniture.
-- is_read: whether facts are read from it; not from bylines, captions, teasers and furniture.
-- start_char: where it starts in the article's text.
-- end_char: where it ends.
-- characters: length of the whole text.
-- evidence: the words of the part.
-- article_id: id of the article.
--
-- Weakness: where a page's markup shows no parts, they are guessed from the words alone.
select
    labels.article,
    articles.headline,
    labels.published_on,
    zones.kind,
    zones.kind not in ('byline', 'caption', 'teaser', 'furniture') as is_read,
    zones.start_char,
    zones.end_char,
    length(articles.text) as characters,
    substring(articles.text, zones.start_char + 1, zones.end_char - zones.start_char) as evidence,
    zones.article_id
from zones
inner join prepared.article_labels as labels on zones.article_id = labels.article_id
inner join articles on zones.article_id = articles.article_id
