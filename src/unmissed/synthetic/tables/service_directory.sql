/*
meaning: The services of the area, from which level they accept and whether they need an assessment first.
*/
select
    'D' || lpad(n::varchar, 3, '0') as directory_id,
    'Service ' || n as service,
    'Provider ' || n as provider,
    'Ambervale' as authority,
    ['specialist_exploitation;direct_work', 'preventive;family_support', 'therapeutic;health', 'harm_reduction;safety_plan'][1 + n % 4] as kinds,
    ['none', 'low', 'medium', 'high'][1 + n % 4] as accepts_from_level,
    8 + n % 4 as min_age,
    17 as max_age,
    20 + 5 * n as capacity,
    n % 3 = 0 as accepts_without_assessment
from (select unnest(range(1, 13)) as n)
