/*
meaning: Significant events. An event with harm suspected or known; or a missing episode (away included) with no return interview completed in the `event_days` after the return, known as soon as that limit has passed. `recorded_on` is the day on which the record itself was known, `known_on` the day on which it was known to be significant.
*/
select
    child_id,
    'events:' || event_id as record,
    'event' as origin,
    occurred_on as happened_on,
    known_on as recorded_on,
    known_on
from events
where harm in ('suspected', 'known')
union all
select
    child_id,
    'missing_episodes:' || episode_id,
    'missing_episode',
    started_on,
    known_on,
    greatest(event_days_after(ended_on) + 1, ended_known_on)
from missing_episodes
where ended_on is not null
    and (
        return_interview_completed_on is null
        or return_interview_completed_on not between ended_on and event_days_after(ended_on)
    )
