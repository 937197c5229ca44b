/*
meaning: The level on each day, by what was known on that day. One row is one spell [from_on, until_on) during which the same assessment was the last one completed that records a level. An assessment that became known after a later one never sets the level.
made_anew: true
*/
select
    child_id,
    record,
    assessment_id,
    place,
    completed_on,
    level,
    rank(level) as level_rank,
    known_on as from_on,
    passed_on as until_on
from assessed
-- A level lasts until an assessment completed after it becomes known. One that was known by then already leaves it no day.
where level is not null and (passed_on is null or passed_on > known_on)
