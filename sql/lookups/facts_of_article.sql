-- Every fact of one article from top to bottom, as in article_facts: `from facts_of_article('b006')`.
--
-- which: file name of the article, or part of its headline, in any case.
--
-- Narrows: prepared.article_labels as labels.
create macro facts_of_article(which) as table
    with found as (  -- noqa: ST03
        select unnest(list(labels), recursive := true)
        from prepared.article_labels as labels  -- noqa: AL05
        where
            article = which
            or article_id in (select article_id from articles where contains(lower(headline), lower(which)))  -- noqa: RF02, LT14
    )

    select *
    from article_facts
    order by article, start_char, end_char, fact;
