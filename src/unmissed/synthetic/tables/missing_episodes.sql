/*
meaning: Times missing or away; four in five return interviews are offered within 72 hours of the return.
*/
with gone as (
    select *, from_on + between_both(child, 'missing', place, 0, days) as started_on
    from (
        select *, unnest(range(times(child, 'missing', [0.1, 0.3, 0.5, 0.8][base], days))) as place
        from lives
    )
),
returned as (
    select *, by_now(started_on + one_of(child, 'missing days', place, [0, 0, 0, 0, 1, 1, 2, 5, 11])) as ended_on
    from gone
),
offered as (
    select
        *,
        by_now(ended_on + case when happens(child, 'interview in time', place, 0.8)
            then between_both(child, 'interview', place, 0, 3) else between_both(child, 'interview', place, 4, 30) end) as offered_on
    from returned
)
select
    record_id('M', child, place) as episode_id,
    child_id,
    one_of(child, 'missing kind', place, ['missing', 'missing', 'missing', 'away']) as kind,
    started_on,
    ended_on,
    case when happens(child, 'interview offered', place, 0.92) then offered_on end as return_interview_offered_on,
    case when happens(child, 'interview offered', place, 0.6) then by_now(offered_on + between_both(child, 'interviewed', place, 0, 10)) end as return_interview_completed_on,
    entered_late(child, 'missing', place, 0.05, started_on) as recorded_on
from offered
