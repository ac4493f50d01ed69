-- People in more than one article, with the forms of their names.
select person, article_count, articles, surfaces, mentions
from people_in_articles
where article_count > 1
order by article_count desc, person
