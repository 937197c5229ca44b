/*
title: Days unprotected month by month
asks: Is it getting better?
definition: Days of each month, up to and including the as-of date, on which at least one open finding left a child unprotected, summed over children; days under a strength in the same way beside them. Strengths and failings overlap - one child may have both on one day.
denominator: days of children of the register in the month
cites: [F.4 ¶24, F.5 ¶38]
needs: [children]
none: No finding leaves a child unprotected, and no strength was found.
columns:
  month: {kind: month, meaning: The month.}
  days_unprotected: {kind: days, of: [children_unprotected], meaning: Days of all children together.}
  children_unprotected: {kind: count, meaning: Children with such a day.}
  days_of_strength: {kind: days, of: [children_with_strength], meaning: Days under a strength of all children together.}
  children_with_strength: {kind: count, meaning: Children with such a day.}
*/
with months as (
    select unnest(generate_series(
        (select date_trunc('month', min(from_on)) from findings_spells), as_of()::timestamp, interval 1 month
    ))::date as first_day
),
parted as (
    select
        first_day,
        who.kind as kind,
        who.child_id as child_id,
        least(until_on, (first_day + interval 1 month)::date) - greatest(from_on, first_day) as days
    from months
    join findings_spells on from_on < (first_day + interval 1 month)::date and until_on > first_day
)
select
    strftime(first_day, '%Y-%m') as month,
    coalesce(sum(days) filter (kind = 'unprotected'), 0)::bigint as days_unprotected,
    count(distinct child_id) filter (kind = 'unprotected') as children_unprotected,
    coalesce(sum(days) filter (kind = 'strength'), 0)::bigint as days_of_strength,
    count(distinct child_id) filter (kind = 'strength') as children_with_strength
from months
left join parted using (first_day)
group by first_day
order by first_day
