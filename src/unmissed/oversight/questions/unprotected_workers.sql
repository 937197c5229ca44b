/*
title: Days unprotected by who was working with the child
asks: Who was working with the child on the days on which the child was unprotected?
definition: Each day on which a child was unprotected counts for every agency or team with an involvement open on it, by what was known on that day; a day with several counts for each of them. Days on which none was open are a row of their own. Days under a strength are counted in the same way beside them.
denominator: days of children unprotected, up to and including the as-of date
cites: [F.4 ¶24, F.5 ¶38]
needs: [children, involvements.closed_on]
none: No finding leaves a child unprotected, and no strength was found.
columns:
  worker: {kind: text, meaning: "The agency or team, or no agency involved."}
  days_unprotected: {kind: days, of: [children_unprotected], meaning: Days of all children together.}
  children_unprotected: {kind: count, meaning: Children with such a day.}
  share_of_days: {kind: percent, of: [children_unprotected], meaning: Of all days of children unprotected; the shares may add up to more than 100.}
  days_of_strength: {kind: days, of: [children_with_strength], meaning: Days under a strength of all children together.}
  children_with_strength: {kind: count, meaning: Children with such a day.}
*/
with days as (
    select who, greatest(from_on, counted_from()) as from_on, until_on, record, last_record
    from findings_spells
    where until_on > counted_from()
),
open_cases as (
    select {child_id: child_id, worker: case when $team then agency || ': ' || coalesce(team, 'team not recorded') else agency end} as child_id, known_on as from_on, closed_known_on as until_on,
        'involvements:' || involvement_id as record
    from involvements
),
worked as (select child_id.child_id as child_id, child_id.worker as worker, from_on, until_on from merged('open_cases')),
-- Every run of a kind is laid over the involvements of its child, whoever had them: the rest is nobody's.
either as (
    select {kind: spells.who.kind, child_id: worked.child_id} as child_id, worked.from_on, worked.until_on, worked.worker as record
    from worked
    join (select distinct who from days) as spells on spells.who.child_id = worked.child_id
),
anybody as (from merged('either')),
runs as (select who as child_id, from_on, until_on, record, last_record from days),
alone as (from without('runs', 'anybody')),
shared as (
    select
        worked.worker,
        who.kind as kind,
        worked.child_id,
        least(days.until_on, worked.until_on) - greatest(days.from_on, worked.from_on) as days
    from days
    join worked
        on worked.child_id = days.who.child_id
        and worked.from_on < days.until_on
        and (worked.until_on is null or worked.until_on > days.from_on)
    union all
    select 'no agency involved', child_id.kind, child_id.child_id, until_on - from_on from alone
)
select
    worker,
    coalesce(sum(days) filter (kind = 'unprotected'), 0)::bigint as days_unprotected,
    count(distinct child_id) filter (kind = 'unprotected') as children_unprotected,
    round(
        100.0 * coalesce(sum(days) filter (kind = 'unprotected'), 0)
        / nullif((select sum(until_on - from_on) from days where who.kind = 'unprotected'), 0),
        1
    )::double as share_of_days,
    coalesce(sum(days) filter (kind = 'strength'), 0)::bigint as days_of_strength,
    count(distinct child_id) filter (kind = 'strength') as children_with_strength
from shared
group by worker
order by worker = 'no agency involved', days_unprotected desc, worker
