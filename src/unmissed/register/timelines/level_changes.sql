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
        lag({record: record, completed_on: completed_on, known_on: known_on, level: level}) over (
            partition by child_id order by place
        ) as neighbour
    from telling
),
-- Nearly always the last one completed was known by then; only where it was not must an earlier one be looked for.
passed_over as (
    select
        placed.child_id,
        placed.place,
        max_by({record: earlier.record, completed_on: earlier.completed_on, level: earlier.level}, earlier.place) as found
    from placed
    join telling as earlier
        on earlier.child_id = placed.child_id
        and earlier.place < placed.place
        and earlier.known_on <= placed.completed_on
    where placed.neighbour.known_on > placed.completed_on
    group by placed.child_id, placed.place
)
select
    placed.* exclude (neighbour),
    case when neighbour.known_on <= placed.completed_on then neighbour.record else found.record end as previous_record,
    case when neighbour.known_on <= placed.completed_on then neighbour.completed_on else found.completed_on end as previous_completed_on,
    case when neighbour.known_on <= placed.completed_on then neighbour.level else found.level end as previous_level,
    rank(previous_level) as previous_rank
from placed
left join passed_over using (child_id, place)
