-- A part of a whole, from 0 to 1, rounded to three places; null where the whole is 0.
--
-- part: how many.
-- whole: of how many.
create macro share_of(part, whole) as round(part / nullif(whole, 0)::double, 3);
