/*
number: 19
title: Past harm left out
asks: Did the assessment take into account the harm that was already on record?
why: Swansea did not properly take past abuse into account for one child and looked at immediate risk instead; it acknowledged that past harm is a good predictor of future harm.
cites: [F.5 ¶33]
severity: serious
unprotected: false
opens: An assessment completes with past_harm_considered anything but yes, although harm was on record before it started.
closes: A later assessment completes with past_harm_considered yes.
closed_by: [assessments]
parameters: []
needs: [assessments.completed_on, assessments.harm, assessments.past_harm_considered, events.harm]
because: "The assessment completed on {completed_on} did not say that past harm was considered, although harm ({harm}) of {harm_on} was on record before it started."
sharpened: An empty past_harm_considered is not yes. On record means known before the day on which the assessment started.
*/
with omitting as (
    select
        assessed.child_id,
        assessed.record,
        assessed.place,
        assessed.known_on,
        assessed.completed_on,
        list(past.record) as harm_records,
        max({happened_on: past.happened_on, harm: past.harm}) as last_harm
    from assessed
    join harm_on_record as past on past.child_id = assessed.child_id and past.known_on < assessed.started_on
    where assessed.past_harm_considered is distinct from true
    group by assessed.child_id, assessed.record, assessed.place, assessed.known_on, assessed.completed_on
)
select
    omitting.child_id,
    omitting.record as opened_by,
    omitting.known_on as opened_on,
    (
        select min(later.known_on)
        from assessed as later
        where later.child_id = omitting.child_id and later.place > omitting.place and later.past_harm_considered
    ) as closed_on,
    omitting.harm_records as evidence,
    omitting.completed_on,
    omitting.last_harm.harm as harm,
    omitting.last_harm.happened_on as harm_on
from omitting
