-- The words of a question, longest first, as has_words looks for them: ` ferr` finds ferry and ferries, ` tax ` no taxis.
--
-- question: words in any order.
create macro asked_words(question) as
    list_transform(
        list_reverse_sort(
            list_transform(
                list_distinct(list_filter(string_split(plain_words(strip_accents(question)), ' '), lambda word: word != '')),
                lambda word: { 'letters': len(word), 'word': ' ' || word || case when len(word) < 4 then ' ' else '' end }
            )
        ),
        lambda one: one.word
    );
