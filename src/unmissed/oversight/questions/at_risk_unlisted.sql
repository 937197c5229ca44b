/*
title: Children at risk and on no list
asks: Who is at risk and on no multi-agency list?
definition: Children under 18 who are at risk on the as-of date (level at_risk_level or above, or at risk through harm) and on no multi-agency list. A child protection plan is shown beside it, because by law it keeps a child in the sight of several agencies.
denominator: children under 18 who are at risk
cites: [F.4 ¶26, F.4 ¶27, F.4 ¶29]
needs: [children, monitoring.removed_on, assessments.level, assessments.harm, events.harm]
none: No child at risk is on no list.
about_children: true
columns:
  child_id: {kind: text, meaning: The child.}
  level: {kind: text, meaning: "The level on the as-of date, or not assessed."}
  harm: {kind: text, meaning: The gravest harm on record.}
  at_risk_since: {kind: date, meaning: Since when at risk without a break.}
  days: {kind: days, meaning: "Days at risk and on no list, up to and including the as-of date, since the latest of coming to risk, leaving the last list, and the day from which lists are held whole."}
  last_removed_on: {kind: date, meaning: "When last taken off a list; empty: never on one."}
  on_protection_plan: {kind: flag, meaning: On a child protection plan.}
  served: {kind: flag, meaning: A service is running.}
*/
select
    child_id,
    level,
    harm,
    at_risk_since,
    as_of() - greatest(at_risk_since, listed.removed_known_on, whole_from('monitoring.removed_on')) + 1 as days,
    listed.removed_on as last_removed_on,
    planned as on_protection_plan,
    served
from children_now
left join (
    select child_id, max(removed_on) as removed_on, max(removed_known_on) as removed_known_on from monitoring group by child_id
) as listed using (child_id)
where at_risk_since is not null and not monitored
order by days desc, child_id
