/*
meaning: The children. One in a hundred has no date of birth on record. Named by number, because a made-up name might be somebody's.
*/
select
    child_id,
    case when not happens(child, 'no date of birth', 0, 0.01) then born_on end as date_of_birth,
    one_of(child, 'sex', 0, ['F', 'F', 'F', 'F', 'F', 'F', 'F', 'M', 'M', 'M']) as sex,
    one_of(child, 'ethnicity', 0, ['WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'WOTH', 'MWBC', 'APKN', 'ABAN', 'BAFR', 'BCRB', 'NOBT']) as ethnicity,
    one_of(child, 'disability', 0, ['NONE', 'NONE', 'NONE', 'NONE', 'LD', 'AUT', 'BEH', null]) as disability,
    case when child < 1000000 then nhs_number_of('999' || lpad(child::varchar, 6, '0')) end as nhs_number,
    case when happens(child, 'upn', 0, 0.9)
        then upn_of('999' || lpad(between_both(child, 'school', 0, 2000, 2399)::varchar, 4, '0') || lpad((year(born_on) % 100 + 5)::varchar, 2, '0')[-2:] || lpad((child % 1000)::varchar, 3, '0'))
    end as upn,
    'Ambervale' as responsible_authority,
    'Child ' || lpad(child::varchar, 6, '0') as name
from lives
