/*
number: 7
title: Removed from monitoring while at risk
asks: Was the child taken off the last multi-agency list while still at risk?
why: Durham removed two children at high risk from its meeting list, St Helens removed a child assessed at high four months earlier, and Swansea took two children off its protocol while they were still at significant risk.
cites: [F.4 ¶24, F.4 ¶25, F.4 ¶28, F.4 ¶29]
severity: critical
unprotected: true
opens: The child is removed from monitoring, for any reason but turned_18, while at risk, and is left on no other list.
closes: The child is put on any list again, or is no longer at risk.
closed_by: [monitoring, assessments]
parameters: [at_risk_level, sustained_days]
needs: [assessments.completed_on, assessments.level, assessments.harm, events.harm, monitoring.removed_on, monitoring.removal_reason]
because: "Removed from {list} on {removed_on} while at risk since {at_risk_since}, and left on no other list."
*/
select
    removal.child_id,
    'monitoring:' || removal.entry_id as opened_by,
    removal.removed_known_on as opened_on,
    least(at_risk.until_on, (
        select min(entry.known_on)
        from monitoring as entry
        where entry.child_id = removal.child_id
            and entry.entry_id <> removal.entry_id
            and entry.added_on >= removal.removed_on
    )) as closed_on,
    [at_risk.record] as evidence,
    removal.list,
    removal.removed_on,
    at_risk.from_on as at_risk_since
from monitoring as removal
join at_risk
    on at_risk.child_id = removal.child_id
    and at_risk.from_on <= removal.removed_on
    and (at_risk.until_on is null or at_risk.until_on > removal.removed_on)
where removal.removed_on is not null
    and removal.removal_reason is distinct from 'turned_18'
    and not exists (
        from monitoring as other
        where other.child_id = removal.child_id
            and other.entry_id <> removal.entry_id
            and other.known_on <= removal.removed_on
            and (other.removed_known_on is null or other.removed_known_on > removal.removed_on)
    )
