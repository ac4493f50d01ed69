-- A uri with several loaded contents, or an article whose document is not the loaded one.
select uri, count(*) as loaded from documents where status = 'loaded' group by uri having count(*) > 1
union all
select documents.uri, 0 from articles inner join documents on articles.document_id = documents.document_id where documents.status <> 'loaded'
