/*
meaning: Each completed assessment that records a level, beside the last one completed before it that was known on the day of its completion and records one (`previous_…`, null for a first).
*/
with telling as (
    select child_id, record, assessment_id, place, started_on, completed_on, known_on, level, rank(level) as level_rank
    from assessed
    where level is not null
),
placed as (
    select
        *,
        (
            select max(earlier.place)
            from telling as earlier
            where earlier.child_id = telling.child_id
                and earlier.place < telling.place
                and earlier.known_on <= telling.completed_on
        ) as previous_place
    from telling
)
select
    placed.* exclude (previous_place),
    previous.record as previous_record,
    previous.completed_on as previous_completed_on,
    previous.level as previous_level,
    previous.level_rank as previous_rank
from placed
left join telling as previous on previous.child_id = placed.child_id and previous.place = placed.previous_place
