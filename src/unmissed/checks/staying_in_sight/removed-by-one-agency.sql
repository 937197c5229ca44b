/*
number: 9
title: Removed by one agency
asks: Did several agencies decide that the child is safer?
why: Durham accepted that the assessed risks to a child were downgraded too soon because she was being dealt with under a single-agency care planning process.
cites: [F.4 ¶25]
severity: serious
unprotected: false
opens: The child is removed from monitoring by the decision of a single agency or because of a single-agency plan; or the level falls, and no strategy meeting, MACE meeting or child protection conference known on that day was held since the assessment before.
closes: Such a meeting is held, or the child is put on any list again, on or after the day of the removal or of the assessment.
closed_by: [meetings, monitoring]
parameters: []
needs: [assessments.completed_on, assessments.level, meetings, monitoring.removed_on, monitoring.removal_reason, monitoring.removal_decision]
because: "{act} on {acted_on} {how}."
*/
with joint_meetings as (
    select * from meetings where kind in ('strategy', 'mace', 'child_protection_conference')
),
acts as (
    select
        child_id,
        'monitoring:' || entry_id as record,
        removed_on as acted_on,
        removed_known_on as known_on,
        []::varchar[] as evidence,
        'Removed from ' || list as act,
        case removal_decision
            when 'single_agency' then 'by the decision of a single agency'
            else 'because of the plan of a single agency'
        end as how
    from monitoring
    where removed_on is not null
        and (removal_decision = 'single_agency' or removal_reason = 'single_agency_plan')
    union all
    select
        child_id,
        record,
        completed_on,
        known_on,
        [previous_record],
        'The level fell from ' || said(previous_level) || ' to ' || said(level),
        'and no strategy, MACE or child protection meeting was held since ' || in_words(previous_completed_on)
    from falls
    where not exists (
            from joint_meetings as before_it
            where before_it.child_id = falls.child_id
                and before_it.held_on between falls.previous_completed_on and falls.completed_on
                and before_it.known_on <= falls.completed_on
        )
)
select
    acts.child_id,
    acts.record as opened_by,
    acts.known_on as opened_on,
    least(
        (
            select min(meeting.known_on)
            from joint_meetings as meeting
            where meeting.child_id = acts.child_id and meeting.held_on >= acts.acted_on
        ),
        (
            select min(entry.known_on)
            from monitoring as entry
            where entry.child_id = acts.child_id
                and entry.added_on >= acts.acted_on
                and 'monitoring:' || entry.entry_id <> acts.record
        )
    ) as closed_on,
    acts.evidence,
    acts.act,
    acts.acted_on,
    acts.how
from acts
