/*
meaning: What checks gave, as findings. The 18th birthday ends them, the as-of date gives their state, and the id is made of check, child and opening record. `check_order` is the check's place in the run.
*/
select
    'f' || left(md5(given."check" || '|' || given.child_id || '|' || given.opening), 15) as finding_id,
    given."check",
    given.child_id,
    given.opened_on,
    case when least(given.closed_on, birthdays.eighteenth) <= as_of() then least(given.closed_on, birthdays.eighteenth) end as closed_on,
    given.severity,
    given.unprotected,
    list_prepend(
        given.opened_by, list_filter(list_sort(list_distinct(given.evidence)), lambda r: r <> given.opened_by)
    ) as evidence,
    given.because,
    case
        when given.opened_on > as_of() then 'due'
        when least(given.closed_on, birthdays.eighteenth) <= as_of() then 'closed'
        else 'open'
    end as state,
    given.check_order
from given_by_checks as given
left join birthdays on birthdays.child_id = given.child_id
where given.opened_on is not null
    and (birthdays.eighteenth is null or given.opened_on < birthdays.eighteenth)
    and (given.closed_on is null or given.closed_on > given.opened_on)
