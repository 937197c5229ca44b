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
parameters: [specialist_days]
needs: [statuses.ended_on, assessments.completed_on, assessments.level, placements.ended_on, services.ended_on]
because: "Looked after at a level of {level} since {since}, and no specialist placement or service runs."
*/
with high as (
    select child_id, from_on, until_on, record from levels where level_rank >= rank('high')
),
high_runs as (
    from merged('high')
),
specialist as (
    select child_id, known_on as from_on, ended_known_on as until_on, 'placements:' || placement_id as record
    from placements
    where kind in ('specialist', 'secure')
    union all
    select child_id, known_on, ended_known_on, 'services:' || service_id
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
    from merged('looked_after')
),
waiting as (
    select
        gap.child_id,
        gap.from_on as gap_from,
        gap.until_on as closed_on,
        greatest(gap.from_on, care.from_on) as since,
        least(gap.until_on, care.until_on) as until_on,
        case when care.from_on >= gap.from_on then care.record else gap.record end as record,
        [gap.record, care.record] as evidence
    from without_specialist as gap
    join looked_after_runs as care
        on care.child_id = gap.child_id
        and (gap.until_on is null or care.from_on < gap.until_on)
        and (care.until_on is null or care.until_on > gap.from_on)
)
select
    waiting.child_id,
    waiting.record as opened_by,
    specialist_days_after(waiting.since) + 1 as opened_on,
    waiting.closed_on,
    waiting.evidence,
    waiting.since,
    said(levels.level) as level
from waiting
left join levels
    on levels.child_id = waiting.child_id
    and levels.from_on <= waiting.since
    and (levels.until_on is null or levels.until_on > waiting.since)
where waiting.until_on is null or waiting.until_on > specialist_days_after(waiting.since) + 1
-- Once open it runs to the end of the gap, so a second spell of being looked after in the same gap opens no other.
qualify row_number() over (partition by waiting.child_id, waiting.gap_from order by waiting.since) = 1
