/*
title: Every child under 18, as the register has them on the as-of date
asks: What is the level, the harm on record and the help of each child now?
definition: One row is one child who is not yet 18 on the as-of date, or whose date of birth is unknown. `harm` is the gravest on record, ever, from events and completed assessments. `monitored` is on any multi-agency list; `served` has a service of any kind running.
denominator: children of the register under 18
cites: [F.4 ¶26, F.4 ¶27]
needs: [children]
also: [assessments.level, assessments.harm, events.harm, monitoring.removed_on, services.ended_on, statuses.ended_on]
now: [monitoring, services, statuses]
columns:
  child_id: {kind: text, meaning: The child.}
  level: {kind: text, meaning: "The level, or not assessed."}
  harm: {kind: text, meaning: "The gravest harm on record: none, suspected or known."}
  monitored: {kind: flag, meaning: On any multi-agency list.}
  planned: {kind: flag, meaning: On a child protection plan.}
  served: {kind: flag, meaning: A service is running.}
  at_risk_since: {kind: date, meaning: "Since when at risk without a break; empty: not at risk."}
*/
select
    children.child_id,
    coalesce(levels.level, 'not assessed') as level,
    coalesce((
        select arg_max(harm, case harm when 'known' then 2 else 1 end)
        from harm_on_record
        where harm_on_record.child_id = children.child_id
    ), 'none') as harm,
    exists (from monitoring where monitoring.child_id = children.child_id and removed_on is null) as monitored,
    exists (from statuses where statuses.child_id = children.child_id and kind = 'child_protection' and ended_on is null) as planned,
    exists (from services where services.child_id = children.child_id and ended_on is null) as served,
    at_risk.from_on as at_risk_since
from children
left join birthdays on birthdays.child_id = children.child_id
left join levels on levels.child_id = children.child_id and levels.until_on is null
left join at_risk on at_risk.child_id = children.child_id and at_risk.until_on is null
where birthdays.eighteenth is null or birthdays.eighteenth > as_of()
