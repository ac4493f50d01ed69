-- One row an article: the name that every view shows for it, and its day.
--
-- article_id: id of the article.
-- article: file name without its ending, with #member for a part of an archive.
-- published_on: day of publication; null where nothing settles it to a day.
--
-- Weakness: two files of one name in different folders share their article name.
--
-- Key: article_id = articles.article_id.
select
    articles.article_id,
    regexp_replace(regexp_extract(documents.uri, '[^/]*$'), '\.[A-Za-z0-9]+(#.*)?$', '\1') as article,
    case when articles.published_from = articles.published_to then articles.published_from end as published_on
from articles
inner join documents on articles.document_id = documents.document_id
