/*
meaning: The children with a finding, in the order in which a person should read of them. First the worst severity that is open, then how long it has been open; then what falls due; then what was closed; then what works.
*/
with placed as (
    select
        child_id,
        opened_on,
        case when severity = 'strength' then 3 else case state when 'open' then 0 when 'due' then 1 else 2 end end as stage,
        case severity when 'critical' then 0 when 'serious' then 1 when 'watch' then 2 else 3 end as severity_place
    from findings
)
select child_id, row_number() over (order by min((stage, severity_place, opened_on)), child_id) as place
from placed
group by child_id
qualify place <= $most
