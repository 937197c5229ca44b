/*
meaning: Early help or child in need for most, a child protection plan for some, looked after where there are placements.
*/
with begun as (
    select
        *,
        ['early_help', 'child_in_need', 'child_protection', 'looked_after'][place + 1] as kind,
        case when place = 3 then looked_after_from else from_on + between_both(child, 'status', place, 0, 200) end as started_on
    from lives, (select unnest(range(4)) as place)
    where case when place = 3 then looked_after_from is not null else happens(child, 'status', place, [0.35, 0.4, 0.06 * base][place + 1]) end
)
select
    record_id('Z', child, place) as status_id,
    child_id,
    kind,
    started_on,
    by_now(case when place = 3 then until_on else least(until_on, started_on + between_both(child, 'status ends', place, 60, 400)) end) as ended_on,
    entered_late(child, 'status', place, 0.03, started_on) as recorded_on
from begun
where started_on <= least(until_on, today())
