-- Who said what about whom: direct quotes that name a person.
select speaker, target, named_as, quote, article
from quotes_about
where kind = 'direct' and target_kind = 'person'
order by article, quote_id, target
