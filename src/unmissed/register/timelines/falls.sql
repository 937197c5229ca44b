/*
meaning: Falls of the level. Each completed assessment whose level is lower than that of the last one completed before it that was known on the day of its completion and records one (`previous_…`).
*/
with telling as (
    select
        child_id,
        record,
        place,
        completed_on,
        known_on,
        level,
        rank(level) as level_rank,
        lag(known_on) over neighbours as neighbour_known_on,
        lag(rank(level)) over neighbours as neighbour_rank
    from assessed
    -- A level that was never another never fell.
    where level is not null
        and child_id in (select child_id from assessed group by child_id having min(level) <> max(level))
    window neighbours as (partition by child_id order by place)
),
-- Nearly always the last one completed was known by then; only where it was not can an earlier one tell.
perhaps as (
    select * exclude (neighbour_known_on, neighbour_rank)
    from telling
    where neighbour_rank > level_rank or neighbour_known_on > completed_on
),
compared as (
    select
        perhaps.*,
        max_by({record: earlier.record, completed_on: earlier.completed_on, level: earlier.level}, earlier.place) as previous
    from perhaps
    join assessed as earlier
        on earlier.child_id = perhaps.child_id
        and earlier.place < perhaps.place
        and earlier.known_on <= perhaps.completed_on
        and earlier.level is not null
    group by all
)
select
    * exclude (previous),
    previous.record as previous_record,
    previous.completed_on as previous_completed_on,
    previous.level as previous_level,
    rank(previous.level) as previous_rank
from compared
where previous_rank > level_rank
