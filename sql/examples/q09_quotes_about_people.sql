-- Who said what about whom: direct quotes that name a person; is_in_writing where the words are those of a post or paper.
select speaker, is_in_writing, target, named_as, quote, article
from quotes_about
where kind = 'direct' and target_kind = 'person'
order by article, quote_id, target
