-- Figures on a subject, comparable ones in one series, as in figure_series: `from figures_on('ferries')`.
--
-- subject: a word or words of what is measured or of the sentence, in any case.
create macro figures_on(subject) as table
    select *
    from figure_series
    where contains(lower(measured), lower(subject)) or contains(lower(evidence), lower(subject))
    order by series, point_no;
