/*
number: 25
title: Assessment not completed in time
asks: Was every assessment that was begun completed within the limit?
why: Tower Hamlets aimed to complete 90 to 95 percent of risk assessments within three months and did so in no month from June 2018 to March 2019; the lowest rate was 27 percent. How long they took could not be shown.
cites: [F.4 ¶30, F.4 ¶31]
severity: serious
unprotected: false
opens: An assessment was not completed in the completion_days after its start, abandoned or not.
closes: It completes, or another one that started on or after it does.
closed_by: [assessments.completed_on, assessments]
parameters: [completion_days]
needs: [assessments.completed_on]
because: "The {kind} begun on {started_on} was due by {due}, and neither it nor a later one was completed by then."
*/
select
    late.child_id,
    'assessments:' || late.assessment_id as opened_by,
    greatest(completion_days_after(late.started_on) + 1, late.known_on) as opened_on,
    (
        select min(completed.known_on)
        from assessed as completed
        -- Itself among them.
        where completed.child_id = late.child_id and completed.started_on >= late.started_on
    ) as closed_on,
    []::varchar[] as evidence,
    late.kind,
    late.started_on,
    completion_days_after(late.started_on) as due
from assessments as late
