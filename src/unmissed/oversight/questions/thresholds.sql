/*
title: Children and days that each rule leaves out of sight
asks: Under another rule, who would have been out of sight, for how many days, and what harm was recorded among those left out?
definition: Each rule is replayed over every day up to and including the as-of date, by what was known on that day. A child is left out on a day when at risk and the rule does not hold; children at a level above none who are not at risk are counted apart (below_risk). Harm counts when an event with suspected or known harm became known on the day after one on which the child was left out, at risk or not.
denominator: children who were at risk on some day, or at a level above none without being at risk
cites: [F.4 ¶25, F.4 ¶26, F.4 ¶27, F.4 ¶28]
needs: [children, assessments.level, assessments.harm, events.harm]
none: No child was ever at risk or at a level above none.
columns:
  rule: {kind: text, meaning: The rule.}
  children_at_risk: {kind: count, meaning: Children who were at risk on some day.}
  left_out: {kind: count, meaning: "Of these, left out on some day on which they were at risk."}
  share_left_out: {kind: percent, of: [children_at_risk, left_out], meaning: "Left out, of the children at risk."}
  days_at_risk: {kind: days, of: [children_at_risk], meaning: Days at risk of all children together.}
  days_left_out: {kind: days, of: [left_out], meaning: Of these days, those on which the rule leaves the child out.}
  children_below_risk: {kind: count, meaning: "Children who were at a level above none, not at risk, on some day."}
  left_out_below_risk: {kind: count, meaning: "Of these, left out on such a day."}
  days_left_out_below_risk: {kind: days, of: [left_out_below_risk], meaning: The days on which they were.}
  children_harmed: {kind: count, meaning: Children about whom harm was recorded while they were left out.}
  harm_recorded: {kind: count, of: [children_harmed], meaning: The events.}
*/
with everybody as (
    select
        count(distinct child_id) filter (at_risk) as children_at_risk,
        coalesce(sum(until_on - from_on) filter (at_risk), 0) as days_at_risk,
        count(distinct child_id) filter (not at_risk) as children_below_risk
    from rule_days
)
select
    rules.name as rule,
    any_value(children_at_risk) as children_at_risk,
    count(missed.child_id) filter (missed.days_at_risk > 0) as left_out,
    round(100.0 * count(missed.child_id) filter (missed.days_at_risk > 0) / nullif(any_value(children_at_risk), 0), 1)::double as share_left_out,
    any_value(everybody.days_at_risk)::bigint as days_at_risk,
    coalesce(sum(missed.days_at_risk), 0)::bigint as days_left_out,
    any_value(children_below_risk) as children_below_risk,
    count(missed.child_id) filter (missed.days_below_risk > 0) as left_out_below_risk,
    coalesce(sum(missed.days_below_risk), 0)::bigint as days_left_out_below_risk,
    count(missed.child_id) filter (missed.harm_recorded > 0) as children_harmed,
    coalesce(sum(missed.harm_recorded), 0)::bigint as harm_recorded
from rules
cross join everybody
left join left_out as missed on missed.rule = rules.name
where children_at_risk + children_below_risk > 0
group by rules.place, rules.name
order by rules.place
