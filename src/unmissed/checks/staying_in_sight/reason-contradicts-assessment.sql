/*
number: 10
title: The reason contradicts the assessment
asks: Does the reason for stopping agree with the last assessment?
why: St Helens accepted that it had been wrong to remove a child from its MACE meeting as "just risky behaviour" when the child had been assessed at high risk of sexual exploitation around four months earlier.
cites: [F.4 ¶28]
severity: critical
unprotected: false
opens: The child is removed from monitoring, or an agency closes, with the recorded reason risky_behaviour, risk_reduced, no_identified_perpetrator or no_longer_meets_threshold; and the level on that day is high or above by an assessment completed in the contradiction_days before.
closes: After a removal the child is put on any list again; after a closure the same agency opens again; or the next assessment completes; on or after the day of the removal or closure.
closed_by: {monitoring: [monitoring, assessments], involvements: [involvements, assessments]}
sharpened: The last assessment is the last one that records a level, as everywhere.
parameters: [contradiction_days]
needs: [assessments.completed_on, assessments.level, monitoring.removed_on, monitoring.removal_reason, involvements.closed_on, involvements.closing_reason]
because: "{act} on {acted_on}, with the recorded reason \"{reason}\", although the assessment completed on {assessed_on} said {level}."
*/
with acts as (
    select
        child_id,
        'monitoring:' || entry_id as record,
        removed_on as acted_on,
        removed_known_on as known_on,
        removal_reason as reason,
        null as agency,
        'Removed from ' || list as act
    from monitoring
    union all
    select
        child_id,
        'involvements:' || involvement_id,
        closed_on,
        closed_known_on,
        closing_reason,
        agency,
        'The case was closed by ' || agency
    from involvements
),
contradicted as (
    select acts.*, levels.record as assessment, levels.place, levels.completed_on as assessed_on, levels.level
    from acts
    join levels
        on levels.child_id = acts.child_id
        and levels.from_on <= acts.acted_on
        and (levels.until_on is null or levels.until_on > acts.acted_on)
    where acts.reason in ('risky_behaviour', 'risk_reduced', 'no_identified_perpetrator', 'no_longer_meets_threshold')
        and levels.level_rank >= rank('high')
        and levels.completed_on >= contradiction_days_before(acts.acted_on)
)
select
    contradicted.child_id,
    contradicted.record as opened_by,
    contradicted.known_on as opened_on,
    least(
        (
            select min(later.known_on)
            from assessed as later
            where later.child_id = contradicted.child_id
                and later.completed_on >= contradicted.acted_on
                and later.place > contradicted.place
        ),
        case when contradicted.agency is null then (
            select min(entry.known_on)
            from monitoring as entry
            where entry.child_id = contradicted.child_id
                and entry.added_on >= contradicted.acted_on
                and 'monitoring:' || entry.entry_id <> contradicted.record
        ) else (
            select min(reopened.known_on)
            from involvements as reopened
            where reopened.child_id = contradicted.child_id
                and reopened.agency = contradicted.agency
                and reopened.opened_on >= contradicted.acted_on
                and 'involvements:' || reopened.involvement_id <> contradicted.record
        ) end
    ) as closed_on,
    [contradicted.assessment] as evidence,
    contradicted.act,
    contradicted.acted_on,
    said(contradicted.reason) as reason,
    contradicted.assessed_on,
    said(contradicted.level) as level
from contradicted
