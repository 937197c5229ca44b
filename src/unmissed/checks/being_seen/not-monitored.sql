/*
number: 1
title: At risk and not kept in sight
asks: Is every child at risk on a multi-agency list, or on a child protection plan?
why: Durham tracked only children scored high. An 11-year-old whom adults had harmed online did not meet the threshold, and children scored medium were tracked nowhere.
cites: [F.4 ¶26, F.4 ¶27]
severity: critical
unprotected: true
opens: The child has been at risk and not kept in sight for more than monitor_within_days. Serious instead of critical on a day on which a service runs or a social worker is allocated.
closes: The child is kept in sight, or is no longer at risk.
closed_by: [monitoring, statuses, assessments]
parameters: [at_risk_level, sustained_days, monitor_within_days]
needs: [assessments.completed_on, assessments.level, assessments.harm, events.harm, monitoring.removed_on, statuses.ended_on, services.ended_on, workers.ended_on]
because: "At risk and, since {since}, neither on a multi-agency list nor on a child protection plan."
*/
with gaps as (
    select
        spells.*,
        monitor_within_days_after(spells.from_on) + 1 as opened_on,
        -- The last day known of the finding: the as-of date, or the last day before it closed.
        least(as_of(), spells.until_on - 1, birthdays.eighteenth - 1) as last_day
    from without('at_risk', 'kept_in_sight') as spells
    left join birthdays using (child_id)
),
supported as (
    select child_id, known_on as from_on, ended_known_on as until_on from services
    union all
    select child_id, known_on, ended_known_on from workers where role = 'social_worker'
)
select
    gaps.child_id,
    gaps.record as opened_by,
    gaps.opened_on,
    gaps.until_on as closed_on,
    [gaps.record] as evidence,
    case when exists (
        from supported
        where supported.child_id = gaps.child_id
            and supported.from_on <= gaps.last_day
            and (supported.until_on is null or supported.until_on > gaps.last_day)
    ) then 'serious' else 'critical' end as severity,
    gaps.from_on as since
from gaps
