/*
number: 35
title: Specialist placement or service delayed
asks: Does a looked-after child at a high level have specialist help?
why: The outcomes for CS-A26 only improved in October 2018 when a specialist placement was arranged, three years after risk was evident.
cites: [F.5 ¶35]
severity: serious
unprotected: false
opens: The child has been looked after, with a level of high or above and without a specialist or secure placement and a specialist_exploitation or therapeutic service, for more than specialist_days. Counted from the day on which all of it was known. One at a time.
closes: Such a placement or service starts, or the level is below high. The end of being looked after closes nothing.
closed_by: [placements, services, assessments]
parameters: [specialist_days]
needs: [statuses.ended_on, assessments.completed_on, assessments.level, placements.ended_on, services.ended_on]
sharpened: A placement or service that was over by the time it was recorded closes on that day the run in which it started, and a new limit begins.
because: "Looked after at a level of {level} since {since}, and no specialist placement or service runs."
*/
with high as (
    -- Only of children who are or were looked after: the check asks of nobody else.
    select child_id, from_on, until_on, record
    from levels
    where level_rank >= rank('high') and child_id in (select child_id from statuses where kind = 'looked_after')
),
high_runs as (
    from runs_of('high')
),
specialist as (
    select
        child_id,
        started_on,
        known_on as from_on,
        ended_known_on as until_on,
        'placements:' || placement_id as record
    from placements
    where kind in ('specialist', 'secure')
    union all
    select child_id, started_on, known_on, ended_known_on, 'services:' || service_id
    from services
    where kind in ('specialist_exploitation', 'therapeutic')
),
specialist_runs as (
    from merged('specialist')
),
without_specialist as (
    from without('high_runs', 'specialist_runs')
),
looked_after as (
    select child_id, known_on as from_on, ended_known_on as until_on, 'statuses:' || status_id as record
    from statuses
    where kind = 'looked_after'
),
looked_after_runs as (
    from runs_of('looked_after')
),
waiting as (
    select
        gap.child_id,
        greatest(gap.from_on, care.from_on) as from_on,
        least(gap.until_on, care.until_on) as until_on,
        gap.until_on as gap_until,
        case when care.from_on >= gap.from_on then care.record else gap.record end as record,
        [gap.record, care.record] as evidence
    from without_specialist as gap
    join looked_after_runs as care
        on care.child_id = gap.child_id
        and (gap.until_on is null or care.from_on < gap.until_on)
        and (care.until_on is null or care.until_on > gap.from_on)
),
over_when_recorded as (
    select child_id, started_on, from_on as known_on, record from specialist where until_on = from_on
),
-- Every day on which a run may begin.
beginnings as (
    select child_id, from_on as begun_on, until_on, gap_until, record, evidence from waiting
    union all
    select waiting.child_id, past.known_on, waiting.until_on, waiting.gap_until, min(past.record), waiting.evidence
    from waiting
    join over_when_recorded as past on past.child_id = waiting.child_id and past.known_on > waiting.from_on
    where waiting.until_on is null or past.known_on < waiting.until_on
    group by waiting.child_id, past.known_on, waiting.until_on, waiting.gap_until, waiting.evidence
),
limits as (
    select
        *,
        specialist_days_after(begun_on) + 1 as opened_on,
        (
            select min(past.known_on)
            from over_when_recorded as past
            where past.child_id = beginnings.child_id
                and past.known_on > beginnings.begun_on
                and past.started_on >= beginnings.begun_on
        ) as interrupted_on
    from beginnings
),
runs as (
    select
        *,
        least(gap_until, interrupted_on) as closed_on,
        opened_on < least(until_on, interrupted_on, date '9999-12-31') as delayed,
        -- The end of being looked after ends a run that is not yet open, and none that is.
        case when delayed then closed_on else least(until_on, interrupted_on) end as ended_on
    from limits
),
-- The next run begins when the one before has ended, or when the child waits again.
each as (
    from one_at_a_time('runs')
)
select
    each.child_id,
    each.record as opened_by,
    each.opened_on,
    each.closed_on,
    each.evidence,
    each.begun_on as since,
    said(levels.level) as level
from each
left join levels
    on levels.child_id = each.child_id
    and levels.from_on <= each.begun_on
    and coalesce(levels.until_on, date '9999-12-31') > each.begun_on
where each.delayed
