-- How many sentences end between two spans, as far as full stops and line ends tell; 0 where the second begins before the first ends.
--
-- article_text: articles.text.
-- end_at: end_char of the first span.
-- start_at: start_char of the second.
--
-- Three characters of either span stand beside what is between, since they say whether a sentence ends there.
create macro sentence_ends(article_text, end_at, start_at) as
    case
        when start_at < end_at then 0
        else len(
            regexp_extract_all(
                substring(article_text, greatest(end_at - 3, 0) + 1, start_at - end_at + 3 + least(end_at, 3)),
                '[^ .,]{3}[.!?][”’")]* +[“‘"(]?[A-ZÀ-Þ]|\s*\n'
            )
        )
    end;
