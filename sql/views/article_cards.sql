-- One row an article, with what identifies it for a reader; other views take their article columns from here.
--
-- article: file name without its ending, with #member for a part of an archive.
-- headline: headline as printed.
-- source: outlet; null where the page does not show it.
-- published_on: day of publication; null where nothing settles it to a day.
-- published_basis: where the date comes from (stated, metadata, sidecar, dateline, url).
-- url: web address, if known.
-- uri: where the document was read from.
-- word_count: words of headline and body.
-- extractor_version: version of the extraction its facts come from.
-- text: the whole text; offsets of facts count in it.
-- article_id: id, for joins.
--
-- Weakness: two files of one name in different folders share their article name; join by article_id.
select
    labels.article,
    articles.headline,
    sources.name as source,
    labels.published_on,
    articles.published_basis,
    articles.url,
    documents.uri,
    articles.word_count,
    articles.extractor_version,
    articles.text,
    articles.article_id
from articles
inner join prepared.article_labels as labels on articles.article_id = labels.article_id
inner join documents on articles.document_id = documents.document_id
left join sources on articles.source_id = sources.source_id
