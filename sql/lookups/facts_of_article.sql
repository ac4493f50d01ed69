-- Every fact of one article from top to bottom, as in article_facts: `from facts_of_article('b006')`.
--
-- which: file name of the article, or part of its headline, in any case.
create macro facts_of_article(which) as table
    select *
    from article_facts
    where article = which or contains(lower(headline), lower(which))
    order by article, start_char, end_char, fact;
