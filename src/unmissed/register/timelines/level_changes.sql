/*
meaning: Each completed assessment that records a level, beside the last one completed before it that records one and was known on the day of its completion (`previous_…`, null for a first).
*/
with telling as (
    select child_id, record, assessment_id, place, started_on, completed_on, known_on, level, rank(level) as level_rank
    from assessed
    where level is not null
),
paired as (
    select
        *,
        (
            select arg_max(earlier, earlier.place)
            from telling as earlier
            where earlier.child_id = telling.child_id
                and earlier.place < telling.place
                and earlier.known_on <= telling.completed_on
        ) as previous
    from telling
)
select
    * exclude (previous),
    previous.record as previous_record,
    previous.completed_on as previous_completed_on,
    previous.level as previous_level,
    previous.level_rank as previous_rank
from paired
