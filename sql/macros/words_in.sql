-- How many words a text has, lone dashes not counted.
--
-- words: a text.
create macro words_in(words) as len(regexp_extract_all(words, '\S*\w\S*'));
