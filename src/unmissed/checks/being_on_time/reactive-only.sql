/*
number: 28
title: Only ever assessed in reaction
asks: Was the child assessed at planned intervals, or only after something had happened?
why: Tower Hamlets recognised that its three assessments of one child in a year were generally "on the back foot" and "reactionary".
cites: [F.5 ¶37]
severity: watch
unprotected: false
opens: The last reactive_count completed assessments all have the trigger event or concern. One finding at a time.
closes: A later assessment with the trigger scheduled completes.
closed_by: [assessments]
parameters: [reactive_count]
needs: [assessments.completed_on, assessments.trigger]
because: "The last {times} assessments, completed from {first_on} to {last_on}, all followed an event or a concern; none was scheduled."
*/
with often as (
    -- Nobody else can have reactive_count of them in a row.
    select child_id from assessed where trigger in ('event', 'concern') group by child_id having count(*) >= reactive_count()
),
latest as (
    -- On each day on which an assessment became known: the last ones completed, by what was known.
    select
        days.child_id,
        days.known_on,
        list(
            {place: place, record: record, completed_on: completed_on, reactive: trigger in ('event', 'concern')}
            order by place desc
        )[:reactive_count()] as last_ones
    from (select distinct child_id, known_on from assessed semi join often using (child_id)) as days
    join assessed on assessed.child_id = days.child_id and assessed.known_on <= days.known_on
    group by days.child_id, days.known_on
    having count(*) >= reactive_count()
),
reactive as (
    select
        latest.child_id,
        latest.known_on as begun_on,
        any_value(last_ones) as last_ones,
        min(planned.known_on) as ended_on
    from latest
    left join assessed as planned
        on planned.child_id = latest.child_id and planned.place > latest.last_ones[1].place and planned.trigger = 'scheduled'
    where list_bool_and(list_transform(last_ones, lambda assessment: coalesce(assessment.reactive, false)))
    group by latest.child_id, latest.known_on
)
-- The next finding is the first after the one before has closed.
select
    child_id,
    last_ones[1].record as opened_by,
    begun_on as opened_on,
    ended_on as closed_on,
    list_transform(last_ones, lambda assessment: assessment.record) as evidence,
    len(last_ones) as times,
    last_ones[-1].completed_on as first_on,
    last_ones[1].completed_on as last_on
from one_at_a_time('reactive')
