/*
title: Children by level and harm, monitored and served
asks: Of the children at each level and with each harm on record, who is on a multi-agency list and who has a service?
definition: Children under 18 on the as-of date by their level and the gravest harm on record; monitored is on any multi-agency list, served has a service of any kind running. The four columns after `children` add up to it.
denominator: children under 18 of the same level and harm
cites: [F.4 ¶26, F.4 ¶27, F.4 ¶28]
needs: [children, monitoring.removed_on, services.ended_on, assessments.level, assessments.harm, events.harm]
now: [monitoring, services]
none: No child in the register is under 18.
columns:
  level: {kind: text, meaning: "The level on the as-of date, or not assessed."}
  harm: {kind: text, meaning: "The gravest harm on record: none, suspected or known."}
  children: {kind: count, meaning: Children.}
  both: {kind: count, meaning: On a list and with a service.}
  only_monitored: {kind: count, meaning: "On a list, without a service."}
  only_served: {kind: count, meaning: "With a service, on no list."}
  neither: {kind: count, meaning: On no list and without a service.}
  share_monitored: {kind: percent, of: [both, only_monitored, children], meaning: "On a list, of the children in the row."}
*/
select
    level,
    harm,
    count(*) as children,
    count(*) filter (monitored and served) as both,
    count(*) filter (monitored and not served) as only_monitored,
    count(*) filter (served and not monitored) as only_served,
    count(*) filter (not monitored and not served) as neither,
    round(100.0 * count(*) filter (monitored) / count(*), 1)::double as share_monitored
from children_now
group by level, harm
order by rank(level) desc nulls last, case harm when 'known' then 0 when 'suspected' then 1 else 2 end
