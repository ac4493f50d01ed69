-- Names by alphabet, with commas; after the first twenty only how many more.
--
-- names: a list without repeats.
create macro listed(names) as
    array_to_string(list_sort(names)[1:20], ', ') || case when len(names) > 20 then ' and ' || (len(names) - 20) || ' more' else '' end;
