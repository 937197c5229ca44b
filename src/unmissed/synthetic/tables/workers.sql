/*
meaning: Social workers, one after another, and a support worker beside them for one child in three.
*/
with lengths as (
    select *, one_of(child, 'stays', place, [60, 120, 200, 300, 450, 700]) + between_both(child, 'stays', -1 - place, 0, 60) as length
    from lives, (select unnest(range(16)) as place)
),
spells as (
    select *, from_on + (sum(length) over (partition by child order by place) - length)::integer as started_on
    from lengths
),
allocated as (
    select child, child_id, place, started_on, by_now(least(started_on + length, until_on)) as ended_on, 'social_worker' as role
    from spells
    where started_on <= least(until_on, today())
    union all
    select child, child_id, 50, from_on + 20, by_now(until_on), 'support_worker'
    from lives
    where happens(child, 'support worker', 0, 0.33) and from_on + 20 <= least(until_on, today())
)
select
    record_id('W', child, place) as allocation_id,
    child_id,
    'SW' || lpad(between_both(child, 'worker', place, 1, 900)::varchar, 4, '0') as worker_id,
    role,
    started_on,
    ended_on,
    entered_late(child, 'worker', place, 0.08, started_on) as recorded_on
from allocated
