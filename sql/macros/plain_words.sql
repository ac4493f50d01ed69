-- A text as words to compare: small letters, in the singular, with a blank before, between and behind them; accents stay.
--
-- words: a text. `The Ferries' 5 % levies` becomes ` the ferry 5 percent levy `.
--
-- A single blank between two words, which most are, is no match and stays: so it takes a third of the time. The class is spelt out because
-- Unicode ones (\p{P}) take 30 ms to prepare in every query. What the singular gets wrong it gets wrong on both sides of a comparison.
create macro plain_words(words) as
    replace(
        replace(
            replace(
                replace(
                    replace(
                        regexp_replace(
                            ' ' || lower(replace(words, '%', ' percent ')) || ' ',
                            '(?:[\t\n\f\r!-/:-@\[-`{-~\x{a0}–—‘’“”„…«»£€]| [\s!-/:-@\[-`{-~\x{a0}–—‘’“”„…«»£€])[\s!-/:-@\[-`{-~\x{a0}–—‘’“”„…«»£€]*',
                            ' ',
                            'g'
                        ),
                        ' per cent ', ' percent '
                    ),
                    'xes ', 'x '
                ),
                'ches ', 'ch '
            ),
            'ies ', 'y '
        ),
        's ', ' '
    );
