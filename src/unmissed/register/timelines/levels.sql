/*
meaning: The level on each day, by what was known on that day. One row is one spell [from_on, until_on) during which the same assessment was the last one completed that records a level. An assessment that became known after a later one never sets the level.
*/
with telling as (
    -- A level lasts until an assessment completed after it becomes known. One that was known by then already leaves it no day.
    select
        *,
        min(known_on) over (
            partition by child_id order by place rows between 1 following and unbounded following
        ) as until_on
    from assessed
    where level is not null
)
select
    child_id,
    record,
    assessment_id,
    place,
    completed_on,
    level,
    rank(level) as level_rank,
    known_on as from_on,
    until_on
from telling
where until_on is null or until_on > known_on
