/*
number: 5
title: Harm recorded as no harm
asks: Does the assessment still say what is already known of harm?
why: In Swansea past abuse was not properly taken into account and the focus was on immediate risk; in Durham adults had already harmed a child online when she did not meet the threshold for tracking.
cites: [F.4 ¶26, F.5 ¶33]
severity: serious
unprotected: false
opens: An assessment completes that says harm none although suspected or known harm was on record on that day, from an event or from an earlier assessment.
closes: A later assessment completes that says suspected or known.
closed_by: [assessments]
parameters: []
needs: [assessments.completed_on, assessments.harm, events.harm]
because: "The assessment completed on {completed_on} says that there was no harm, although harm ({harm}) of {harmed_on} was on record."
*/
with denied as (
    select
        assessed.child_id,
        assessed.record,
        assessed.place,
        assessed.completed_on,
        assessed.known_on,
        list(past.record) as evidence,
        arg_max(past.harm, {on_day: past.happened_on, record: past.record}) as harm,
        max(past.happened_on) as harmed_on
    from assessed
    join harm_on_record as past on past.child_id = assessed.child_id and past.known_on <= assessed.completed_on
    where assessed.harm = 'none'
    group by all
)
select
    child_id,
    record as opened_by,
    known_on as opened_on,
    (
        select min(later.known_on)
        from assessed as later
        where later.child_id = denied.child_id
            and later.place > denied.place
            and later.harm in ('suspected', 'known')
    ) as closed_on,
    evidence,
    completed_on,
    harm,
    harmed_on
from denied
