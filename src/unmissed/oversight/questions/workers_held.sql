/*
title: How many social workers each child has had
asks: How many different social workers has each child had in the last worker_days?
definition: Children under 18 on the as-of date with a social worker allocated on some day of the last worker_days, by the number of different workers so allocated. worker_count or more are too many.
denominator: children under 18 with a social worker allocated in that time
cites: [F.5 ¶34]
needs: [workers.ended_on]
window: worker_days
none: No child has had a social worker allocated in that time.
columns:
  workers: {kind: count, meaning: Different social workers.}
  children: {kind: count, meaning: Children who have had so many.}
  share: {kind: percent, of: [children], meaning: Of the children counted.}
  too_many: {kind: flag, meaning: worker_count or more.}
*/
with held as (
    select workers.child_id, count(distinct worker_id) as workers
    from workers
    left join birthdays using (child_id)
    where role = 'social_worker'
        and (ended_on is null or ended_on >= greatest(worker_days_before(as_of()), counted_from()))
        and (eighteenth is null or eighteenth > as_of())
    group by workers.child_id
)
select
    workers,
    count(*) as children,
    round(100.0 * count(*) / sum(count(*)) over (), 1)::double as share,
    workers >= worker_count() as too_many
from held
group by workers
order by workers
