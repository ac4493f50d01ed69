-- The sentence around a span, as far as full stops and line ends tell; a span over several sentences keeps them all.
--
-- article_text: articles.text.
-- start_at: start_char of the span.
-- end_at: end_char of the span.
--
-- The classes are spelt out because Unicode ones (\p{Lu}) take 30 ms to prepare in every query.
--
-- Weakness: an abbreviation of four letters and more before a capital (Corp. X) ends the sentence early; at most 600 characters on either side.
create macro evidence_of(article_text, start_at, end_at) as
    regexp_replace(
        regexp_extract(substring(article_text, greatest(start_at - 600, 0) + 1, least(start_at, 600)), '[^\n]*$'),
        '^.*[^ .,]{3}[.!?][”’")]* +([“‘"(]?[A-ZÀ-Þ])', '\1'
    )
    || substring(article_text, start_at + 1, end_at - start_at)
    || regexp_replace(
        regexp_extract(substring(article_text, end_at + 1, 600), '^[^\n]*'),
        '^(.*?[^ .,]{3}[.!?][”’")]*) +[“‘"(]?[A-ZÀ-Þ].*$', '\1'
    );
