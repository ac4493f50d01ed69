-- A small number for all words that begin with the same four letters; few others share it, and it is the same in every version of DuckDB.
--
-- word: a word as plain_words gives it; accents do not count.
create macro word_code(word) as (('0x0' || right(hex(strip_accents(left(word, 4))), 15))::ubigint % 65521)::usmallint;
