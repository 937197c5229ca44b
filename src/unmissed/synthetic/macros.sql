/*
meaning: What the tables below share. Every draw is a number of its own, made from the seed, the child, what it is for and its place, so that neither the order of work nor another table can change it.
*/

-- A number in [0, 1). Hashed twice: once alone leaves neighbouring places alike.
create temp macro chance(child, what, place) as (hash(hash(seed(), child, what, place)) >> 11)::double / 9007199254740992.0;

-- Whether something that happens to this share of cases happens here.
create temp macro happens(child, what, place, share) as chance(child, what, place) < share;

-- A whole number from `low` to `high`, both included.
create temp macro between_both(child, what, place, low, high) as
    low + floor((high - low + 1) * chance(child, what, place))::integer;

-- One of a list. An entry that stands there more often is drawn more often.
create temp macro one_of(child, what, place, choices) as
    choices[1 + floor(len(choices) * chance(child, what, place))::integer];

-- How many times something happens that comes `monthly` times a month over so many days.
create temp macro times(child, what, monthly, days) as
    floor(2 * chance(child, what, 0) * monthly * days / 30.4 + chance(child, what, 1))::integer;

-- A day that has come; one that still lies ahead reads empty.
create temp macro by_now(day) as case when day <= today() then day end;

-- The day on which a record was entered, where that was later than it happened; mostly empty.
create temp macro entered_late(child, what, place, share, day) as
    case when happens(child, what, place, share) then least(day + between_both(child, what, -1 - place, 1, 45), today()) end;

-- Identifiers: a letter for the table, the child's number, and the place among the child's records.
create temp macro record_id(letter, child, place) as letter || lpad(child::varchar, 7, '0') || '-' || lpad((place + 1)::varchar, 3, '0');

-- An NHS number from the range that is kept for tests (999), with its check digit; empty where there is none.
create temp macro nhs_check(first_nine) as
    (11 - list_sum([(11 - i) * first_nine[i]::integer for i in range(1, 10)]) % 11) % 11;
create temp macro nhs_number_of(first_nine) as
    case when nhs_check(first_nine) < 10 then first_nine || nhs_check(first_nine) end;

-- A unique pupil number: the check letter before twelve digits.
create temp macro upn_of(digits) as
    'ABCDEFGHJKLMNPQRTUVWXYZ'[(1 + list_sum([(i + 1) * digits[i]::integer for i in range(1, 13)]) % 23)::bigint] || digits;
