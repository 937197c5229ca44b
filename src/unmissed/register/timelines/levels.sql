/*
meaning: The level on each day, by what was known on that day. One row is one spell [from_on, until_on) during which the same assessment was the last one completed that records a level. An assessment that became known after a later one never sets the level.
*/
with telling as (
    select
        *,
        max(place) over (partition by child_id order by known_on) as last_place_known
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
    lead(known_on) over (partition by child_id order by known_on) as until_on
from telling
where place = last_place_known
