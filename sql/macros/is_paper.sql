-- Whether the words that name a speaker name a paper (a post, the letter), so that what it says need not be the speaker's own words.
--
-- speaker_text: quotes.speaker_text.
create macro is_paper(speaker_text) as
    coalesce(
        regexp_matches(
            lower(speaker_text),
            '^(an?|the|his|her|their|its|one|another) (\w+ )?(post|tweet|statement|letter|e-?mail|memo|note|message|report|document|release|text|filing)\b'
        ),
        false
    );
