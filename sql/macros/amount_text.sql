-- A figure's number as people write it: `more than 9,000`, `2.5 to 3`, `about 40`.
--
-- comparator: eq, gt, ge, lt, le, approx or up_to.
-- amount: the number.
-- most: the upper end of a range; null without one.
create macro amount_text(comparator, amount, most) as
    case comparator
        when 'gt' then 'more than '
        when 'ge' then 'at least '
        when 'lt' then 'less than '
        when 'le' then 'at most '
        when 'approx' then 'about '
        when 'up_to' then 'up to '
        else ''
    end
    || rtrim(rtrim(format('{:,.6f}', amount), '0'), '.')
    || coalesce(' to ' || rtrim(rtrim(format('{:,.6f}', most), '0'), '.'), '');
