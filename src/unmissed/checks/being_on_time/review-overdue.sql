/*
number: 26
title: Review overdue
asks: Has everybody in view been reassessed within the interval?
why: Tower Hamlets told the inquiry that assessments are reviewed every 12 weeks, and could not show how long they took.
cites: [F.4 ¶30, F.4 ¶31]
severity: serious
unprotected: true
opens: The child is in view (level at_risk_level or above, or monitored, or level low while an involvement, a service or a status is open) and no assessment has been completed for more than review_days. The limit runs from the later of the last completed assessment and the day on which the child came into view.
closes: An assessment completes. The end of being in view closes nothing.
closed_by: [assessments]
parameters: [at_risk_level, review_days]
needs: [assessments.completed_on, assessments.level, monitoring.removed_on, involvements.closed_on, services.ended_on, statuses.ended_on]
because: "No assessment has been completed since {since}; the next was due by {due}."
sharpened: A run counts from the day on which it was known, and so does an assessment that begins a new one; only an assessment completed on or after the first day of the run ends it. Any level above none counts as low here, so that a local at_risk_level of high leaves nobody out.
*/
with beginnings as (
    -- Every day on which a run may begin: coming into view, or an assessment becoming known while in view.
    select child_id, from_on as begun_on, until_on, record, 0 as place from in_view
    union all
    select in_view.child_id, assessed.known_on, in_view.until_on, assessed.record, assessed.place
    from in_view
    join assessed on assessed.child_id = in_view.child_id and assessed.known_on > in_view.from_on
    where in_view.until_on is null or assessed.known_on < in_view.until_on
),
limits as (
    select
        beginnings.child_id,
        beginnings.begun_on,
        any_value(beginnings.until_on) as until_on,
        max_by(beginnings.record, beginnings.place) as record,
        review_days_after(beginnings.begun_on) + 1 as opened_on,
        min(assessed.known_on) as assessed_on
    from beginnings
    left join assessed
        on assessed.child_id = beginnings.child_id
        and assessed.completed_on >= beginnings.begun_on
        and assessed.known_on > beginnings.begun_on
    group by beginnings.child_id, beginnings.begun_on
),
runs as (
    select
        *,
        opened_on < least(until_on, assessed_on, date '9999-12-31') as overdue,
        case when overdue then assessed_on else least(until_on, assessed_on) end as ended_on
    from limits
)
-- The next run begins when the one before has ended, or when the child comes into view again.
select
    child_id,
    record as opened_by,
    opened_on,
    assessed_on as closed_on,
    []::varchar[] as evidence,
    begun_on as since,
    review_days_after(begun_on) as due
from one_at_a_time('runs')
where overdue
