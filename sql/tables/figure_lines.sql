-- One row a line of an article (a paragraph, mostly) with a figure of a series in it: which words stand there, so that a lookup need not
-- read all texts.
--
-- article_id: id of the article.
-- start_char: where the line starts in its text.
-- figure_ids: its figures that belong to a series.
-- words: word_code of every word of the line, and of what its figures measure, their units, places and sources.
--
-- Weakness: says that a word may stand there; whether it does, and in which sentence, only the text says. Accents written as letters of their own
-- hide a word.
--
-- Key: article_id = articles.article_id, figures.article_id, figure_labels.article_id.
with counted as (
    select
        figure_labels.article_id,
        figure_labels.figure_id,
        figures.start_char,
        concat_ws(' ', figures.measured, figures.unit, figures.per, figures.period_text, figure_labels.place, figure_labels.source) as beside
    from figure_labels
    inner join figures on figure_labels.figure_id = figures.figure_id
    where figure_labels.series_key is not null
),

cut as (
    select
        article_id,
        unnest(string_split(text, chr(10))) as line,
        generate_subscripts(string_split(text, chr(10)), 1) as line_no
    from articles
    where article_id in (select article_id from counted)
),

lines as (
    select
        article_id,
        line,
        (sum(length(line) + 1) over (partition by article_id order by line_no) - length(line) - 1)::integer as start_char,
        start_char + length(line) as end_char
    from cut
),

shown as (
    select
        lines.article_id,
        lines.start_char,
        any_value(lines.line) as line,
        list(counted.figure_id order by counted.figure_id) as figure_ids,
        string_agg(distinct counted.beside, ' ' order by counted.beside) as beside
    from lines
    inner join counted on lines.article_id = counted.article_id and counted.start_char between lines.start_char and lines.end_char
    group by lines.article_id, lines.start_char
)

select
    article_id,
    start_char,
    figure_ids,
    list_transform(
        list_filter(string_split(plain_words(beside || ' ' || line), ' '), lambda word: word != ''),
        lambda word: word_code(word)
    ) as words
from shown
