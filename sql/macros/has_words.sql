-- Whether all words of a question stand in a text, in any order: without case and accents, in singular or plural, a verb's in other forms
-- (worker, working); from four letters on the beginning of a word is enough.
--
-- words: a text.
-- question: words in any order.
create macro has_words(words, question) as
    list_bool_and(
        list_transform(
            [plain_words(strip_accents(words))],
            lambda text: coalesce(
                list_bool_and(
                    list_transform(
                        asked_words(question),
                        lambda word: list_bool_or(list_transform(word_forms(word), lambda form: contains(text, form)))
                    )
                ),
                true
            )
        )
    );
