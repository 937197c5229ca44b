/*
title: Children whom a rule leaves out of sight
asks: Whom would the rule have left out, for how long, and what harm was recorded meanwhile?
definition: One row is one rule and one child with a day on which the rule does not hold. Days are counted up to and including the as-of date, those at risk apart from those at a level above none without being at risk. Harm counts when an event with suspected or known harm became known on the day after one on which the child was left out.
denominator: children who were at risk or at a level above none on some day
cites: [F.4 ¶25, F.4 ¶26, F.4 ¶27, F.4 ¶28]
needs: [children, assessments.level, assessments.harm, events.harm]
none: No rule leaves a child out.
about_children: true
columns:
  rule: {kind: text, meaning: The rule.}
  child_id: {kind: text, meaning: The child.}
  first_left_out_on: {kind: date, meaning: The first day on which the child was left out.}
  left_out_now: {kind: flag, meaning: Left out on the as-of date.}
  days_at_risk: {kind: days, meaning: Days at risk and left out.}
  days_below_risk: {kind: days, meaning: "Days left out at a level above none, not at risk: preventive work that the rule would not give."}
  harm_recorded: {kind: count, meaning: Events with harm that became known while left out.}
*/
with outside as (
    select rules.place, rules.name as rule, rule_days.*
    from rule_days, rules
    where not rule_holds(rules.place, level_rank, harm_rank, age, indicators)
),
harmed as (
    select outside.place, outside.child_id, count(distinct events.event_id) as events
    from outside
    join events
        on events.child_id = outside.child_id
        and events.harm in ('suspected', 'known')
        and events.known_on - 1 >= outside.from_on
        and events.known_on - 1 < outside.until_on
    group by all
)
select
    outside.rule,
    outside.child_id,
    min(from_on) as first_left_out_on,
    max(until_on) = as_of() + 1 as left_out_now,
    coalesce(sum(until_on - from_on) filter (at_risk), 0)::bigint as days_at_risk,
    coalesce(sum(until_on - from_on) filter (not at_risk), 0)::bigint as days_below_risk,
    coalesce(any_value(harmed.events), 0) as harm_recorded
from outside
left join harmed using (place, child_id)
group by outside.place, outside.rule, outside.child_id
order by outside.place, days_at_risk desc, days_below_risk desc, outside.child_id
