/*
meaning: What checks gave, with the days on which each finding begins and ends. It begins no earlier than the register holds whole what its check needs, because nothing was known before that day; the 18th birthday ends it. What would end before it begins is left out. Reads `given`, `birthdays` and `whole_since`.
*/
select
    given.*,
    greatest(given.opened_on, whole_since.day) as begins_on,
    least(given.closed_on, birthdays.eighteenth) as ends_on,
    case when given.opened_on < whole_since.day then whole_since.said end as said
from given
left join birthdays on birthdays.child_id = given.child_id
left join whole_since on whole_since."check" = given."check"
where given.opened_on is not null
    and (birthdays.eighteenth is null or begins_on < birthdays.eighteenth)
    and (given.closed_on is null or given.closed_on > begins_on)
