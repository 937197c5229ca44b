/*
meaning: The 18th birthday of every child whose date of birth is known. Born on 29 February, 18 on 1 March.
*/
select
    child_id,
    date_of_birth,
    (date_of_birth + interval 18 years)::date
        + case when month(date_of_birth) = 2 and day(date_of_birth) = 29 then 1 else 0 end as eighteenth
from children
where date_of_birth is not null
