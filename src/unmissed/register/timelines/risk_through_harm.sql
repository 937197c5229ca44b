/*
meaning: At risk through harm. One row is one piece of harm on record and the spell [from_on, until_on) during which no assessment that knew of it, completed `sustained_days` or more after it happened, has said low or none.
*/
select
    harm_on_record.child_id,
    harm_on_record.record,
    any_value(harm_on_record.harm) as harm,
    any_value(harm_on_record.happened_on) as happened_on,
    any_value(harm_on_record.known_on) as from_on,
    min(assessed.known_on) as until_on
from harm_on_record
left join assessed
    on assessed.child_id = harm_on_record.child_id
    and assessed.level in ('none', 'low')
    and assessed.completed_on >= sustained_days_after(harm_on_record.happened_on)
    and assessed.completed_on >= harm_on_record.known_on
group by harm_on_record.child_id, harm_on_record.record
