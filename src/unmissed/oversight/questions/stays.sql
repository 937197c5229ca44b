/*
title: How long social workers and placements stay
asks: How long does the allocation of a social worker last, and how long a placement of each kind?
definition: Allocations of social workers and placements begun by the as-of date. The median and the share that lasts stable_days are survival estimates, in which those still running count as having lasted at least until the as-of date, or until the 18th birthday where that came first.
denominator: allocations and placements begun
cites: [F.5 ¶34, F.5 ¶35]
needs: [children]
also: [workers.ended_on, placements.ended_on]
none: No social worker has been allocated and no placement begun.
columns:
  what: {kind: text, meaning: "Social worker, or the kind of placement."}
  begun: {kind: count, meaning: Allocations or placements begun.}
  running: {kind: count, meaning: Still running on the as-of date.}
  median_days: {kind: days, of: [begun], meaning: "Days by which half have ended (survival estimate); empty: not reached."}
  share_stable: {kind: percent, of: [begun], meaning: "Share that lasts stable_days or longer (survival estimate)."}
*/
with stays as (
    select 'social worker' as what, child_id, started_on, ended_on from workers
    where role = 'social_worker' and started_on >= whole_from('workers.ended_on')
    union all
    select 'placement: ' || said(kind), child_id, started_on, ended_on from placements where started_on >= whole_from('placements.ended_on')
),
cut as (
    select
        what,
        ended_on is null as running,
        least(ended_on, eighteenth, as_of()) - started_on as days,
        coalesce(ended_on <= least(eighteenth, as_of()), false) as done
    from stays
    left join birthdays using (child_id)
    where eighteenth is null or started_on < eighteenth
)
select what, count(*) as begun, count(*) filter (running) as running, list(days) as days_each, list(done) as done_each
from cut
group by what
order by what <> 'social worker', what
