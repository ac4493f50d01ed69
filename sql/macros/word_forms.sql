-- A word of a question and, where it has an ending of verbs, the words that it comes from or gives: ` worker` also finds work and working,
-- but no workshop; ` election` elected, but no elect.
--
-- word: a word as asked_words gives it.
--
-- The stem keeps four letters, which word_code goes by, and five before -ion and -ment: a station is no state.
create macro word_forms(word) as
    case
        when regexp_full_match(word, ' [a-z]{4,}(er|or|ed|ing)')
            then [word] || list_transform(
                ['', 'e', 'er', 'or', 'ed', 'ing', 'ion', 'ment'], lambda ending: regexp_replace(word, '(er|or|ed|ing)$', '') || ending || ' '
            )
        when regexp_full_match(word, ' [a-z]{5,}(ion|ment)')
            then [word] || list_transform(['e', 'er', 'or', 'ed', 'ing'], lambda ending: regexp_replace(word, '(ion|ment)$', '') || ending || ' ')
        else [word]
    end;
