-- Every fact of one article from top to bottom, as in article_facts: `from facts_of_article('b006')`.
--
-- which: file name of the article, or its beginning where only one begins so; else part of the headline, in any case.
--
-- Narrows: prepared.article_labels as labels.
create macro facts_of_article(which) as table
    with begun as (
        select
            count(*) as how_many,
            list(article_id) as ids,
            list(article_id) filter (where article = which) as whole_ids,
            list(article order by article) as article_names
        from prepared.article_labels
        where starts_with(lower(article), lower(which))
    ),

    headed as (
        select list(article_id) as ids
        from articles
        where contains(lower(headline), lower(which))
    ),

    meant as (
        select
            case
                when begun.whole_ids is not null then begun.whole_ids
                when begun.how_many = 1 then begun.ids
                when headed.ids is null and begun.how_many > 1
                    then error(format('{} articles begin with {}, among them {}', begun.how_many, which, array_to_string(begun.article_names[:5], ', ')))  -- noqa: RF02
                else headed.ids
            end as ids
        from begun
        cross join headed
    ),

    found as (  -- noqa: ST03
        select unnest(list(labels), recursive := true)
        from prepared.article_labels as labels  -- noqa: AL05
        where
            article_id in (  -- noqa: RF02
                select unnest(meant.ids)
                from meant
            )
    )

    select *
    from article_facts
    order by article, start_char, end_char, fact;
