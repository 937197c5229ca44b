/*
meaning: What agencies took on at a meeting; one action in five has no due date, one in ten is never done.
*/
with taken as (
    select *, substr(child_id, 2)::integer as child, right(meeting_id, 3)::integer * 10 + nth as place
    from meetings, (select unnest(range(3)) as nth)
)
select
    replace(meeting_id, 'T', 'X') || '-' || (nth + 1) as action_id,
    child_id,
    meeting_id,
    one_of(child, 'action of', place, ['Children''s social care', 'Children''s social care', 'Police', 'Health', 'Education']) as agency,
    one_of(child, 'action', place, ['Update the safety plan', 'Refer to the service', 'Share intelligence', 'Visit', 'Review the placement']) as action,
    held_on as set_on,
    case when not happens(child, 'no due date', place, 0.2) then held_on + between_both(child, 'due', place, 7, 42) end as due_on,
    case when not happens(child, 'never done', place, 0.1) then by_now(held_on + between_both(child, 'done', place, 0, 45)) end as done_on,
    entered_late(child, 'action', place, 0.03, held_on) as recorded_on
from taken
where nth < one_of(child, 'actions', place // 10, [0, 1, 1, 2, 3])
