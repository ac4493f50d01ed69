-- The sentence around a span, as far as full stops and line ends tell; a span over several sentences keeps them all.
--
-- article_text: articles.text.
-- start_at: start_char of the span.
-- end_at: end_char of the span.
--
-- Both sides are cut with a few characters of the span beside them, since these say whether a sentence ends there. The classes are spelt
-- out because Unicode ones (\p{Lu}) take 30 ms to prepare in every query.
--
-- Weakness: an abbreviation of four letters and more before a capital (Corp. X) ends the sentence early; at most 600 characters on either side.
create macro evidence_of(article_text, start_at, end_at) as
    left(
        regexp_replace(
            regexp_extract(
                substring(article_text, greatest(start_at - 600, 0) + 1, least(start_at, 600) + least(end_at - start_at, 2)), '[^\n]*(?s:..?)$'
            ),
            '^.*[^ .,]{3}[.!?][”’")]* +([“‘"(]?[A-ZÀ-Þ].*(?s:.?))$', '\1'
        ),
        -least(end_at - start_at, 2)
    )
    || substring(article_text, start_at + 1, end_at - start_at)
    || substring(
        regexp_replace(
            regexp_extract(substring(article_text, end_at - 2, 603), '^(?s:...)[^\n]*'),
            '^((?s:.{0,3}?).*?[^ .,]{3}[.!?][”’")]*) +[“‘"(]?[A-ZÀ-Þ].*$', '\1'
        ),
        4
    );
