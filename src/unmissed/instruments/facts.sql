/*
meaning: What the register says of each child beside the sightings. `harm` is the gravest on record; where there is none, what the last assessment that answered it says, else unknown.
*/
with last_said as (
    select
        child_id,
        arg_max(level, place) filter (where level is not null) as level,
        arg_max(harm, place) filter (where harm is not null) as harm,
        arg_max(perpetrator_identified, place) filter (where perpetrator_identified is not null) as perpetrator_identified
    from assessed
    group by child_id
),
on_record as (
    select child_id, bool_or(harm = 'known') as is_known, list(record order by happened_on, record) as records
    from harm_on_record
    group by child_id
)
select
    children.child_id,
    children.date_of_birth,
    children.disability,
    case
        when on_record.is_known then 'known'
        when on_record.records is not null then 'suspected'
        when last_said.harm = 'none' then 'none'
        else 'unknown'
    end as harm,
    coalesce(on_record.records, []) as past_harm,
    last_said.perpetrator_identified,
    last_said.level
from children
left join last_said using (child_id)
left join on_record using (child_id)
order by children.child_id
