/*
meaning: Each completed assessment that records a level, beside the last one completed before it that was known on the day of its completion and records one (`previous_…`, null for a first).
*/
with telling as (
    select child_id, record, assessment_id, place, started_on, completed_on, known_on, level, rank(level) as level_rank
    from assessed
    where level is not null
),
placed as (
    select *, lag({place: place, known_on: known_on}) over (partition by child_id order by place) as neighbour
    from telling
),
-- Nearly always the last one completed was known by then; only where it was not must an earlier one be looked for.
passed_over as (
    select
        child_id,
        place,
        (
            select max(earlier.place)
            from telling as earlier
            where earlier.child_id = placed.child_id
                and earlier.place < placed.place
                and earlier.known_on <= placed.completed_on
        ) as previous_place
    from placed
    where neighbour.known_on > completed_on
)
select
    placed.* exclude (neighbour),
    previous.record as previous_record,
    previous.completed_on as previous_completed_on,
    previous.level as previous_level,
    previous.level_rank as previous_rank
from placed
left join passed_over using (child_id, place)
left join telling as previous
    on previous.child_id = placed.child_id
    and previous.place = case
        when placed.neighbour.known_on <= placed.completed_on then placed.neighbour.place else passed_over.previous_place
    end
