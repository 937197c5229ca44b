/*
number: 13
title: Closed while at risk
asks: Did an agency close while the child was still at high risk, or leave nobody behind after harm?
why: Tower Hamlets saw a police team close a 13-year-old's case in the month in which she was assessed at high risk.
cites: [F.5 ¶37]
severity: serious
unprotected: false
opens: An agency closes on a day on which the level is high or above; or on which the child is at risk through harm and no other involvement, monitoring entry or service is open.
closes: The agency opens again, or another agency opens, on or after the day on which it closed; or the level is below high and the child is no longer at risk through harm.
closed_by: [involvements, assessments]
sharpened: A service or a list entry that begins later does not close the finding by itself, because neither ends the risk nor replaces the agency that left.
parameters: [sustained_days]
needs: [involvements.closed_on, assessments.completed_on, assessments.level, assessments.harm, events.harm, monitoring.removed_on, services.ended_on]
because: "{agency} closed the case on {case_closed_on} {while_at_risk}."
*/
with at_high as (
    select child_id, from_on, until_on, record from levels where level_rank >= rank('high')
),
grave as (
    select child_id, from_on, until_on, record from at_high
    union all
    select child_id, from_on, until_on, record from risk_through_harm
),
grave_runs as (
    from runs_of('grave')
),
-- Everything that keeps somebody in touch with the child.
in_touch as (
    select child_id, 'involvements:' || involvement_id as record, known_on as from_on, closed_known_on as until_on
    from involvements
    union all
    select child_id, 'monitoring:' || entry_id, known_on, removed_known_on from monitoring
    union all
    select child_id, 'services:' || service_id, known_on, ended_known_on from services
),
closures as (
    select
        *,
        'involvements:' || involvement_id as closed_record,
        exists (
            from at_high
            where at_high.child_id = involvements.child_id
                and at_high.from_on <= involvements.closed_on
                and (at_high.until_on is null or at_high.until_on > involvements.closed_on)
        ) as at_high,
        exists (
            from in_touch
            where in_touch.child_id = involvements.child_id
                and in_touch.record <> 'involvements:' || involvements.involvement_id
                and in_touch.from_on <= involvements.closed_on
                and (in_touch.until_on is null or in_touch.until_on > involvements.closed_on)
        ) as others_in_touch
    from involvements
    where closed_on is not null
)
select
    closures.child_id,
    closures.closed_record as opened_by,
    closures.closed_known_on as opened_on,
    least(grave_runs.until_on, (
        select min(opened.known_on)
        from involvements as opened
        where opened.child_id = closures.child_id
            and opened.involvement_id <> closures.involvement_id
            and opened.opened_on >= closures.closed_on
    )) as closed_on,
    [grave_runs.record] as evidence,
    closures.agency,
    closures.closed_on as case_closed_on,
    case
        when closures.at_high then 'while the level was high or above'
        else 'while the child was at risk through harm and nobody else was involved'
    end as while_at_risk
from closures
join grave_runs
    on grave_runs.child_id = closures.child_id
    and grave_runs.from_on <= closures.closed_on
    and (grave_runs.until_on is null or grave_runs.until_on > closures.closed_on)
where closures.at_high or not closures.others_in_touch
