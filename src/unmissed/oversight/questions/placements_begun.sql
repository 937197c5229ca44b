/*
title: How many placements were begun for each child
asks: How many placements were begun for each child in the last placement_days?
definition: Children under 18 on the as-of date with a placement on some day of the last placement_days, by the number of placements begun in that time. placement_count or more are too many.
denominator: children under 18 with a placement in that time
cites: [F.5 ¶34, F.5 ¶35]
needs: [placements.ended_on]
window: placement_days
none: No child has had a placement in that time.
columns:
  placements: {kind: count, meaning: Placements begun.}
  children: {kind: count, meaning: Children for whom so many were begun.}
  share: {kind: percent, of: [children], meaning: Of the children counted.}
  too_many: {kind: flag, meaning: placement_count or more.}
*/
with begun as (
    select placements.child_id, count(*) filter (started_on >= greatest(placement_days_before(as_of()), counted_from())) as placements
    from placements
    left join birthdays using (child_id)
    where (ended_on is null or ended_on >= greatest(placement_days_before(as_of()), counted_from()))
        and (eighteenth is null or eighteenth > as_of())
    group by placements.child_id
)
select
    placements,
    count(*) as children,
    round(100.0 * count(*) / sum(count(*)) over (), 1)::double as share,
    placements >= placement_count() as too_many
from begun
group by placements
order by placements
