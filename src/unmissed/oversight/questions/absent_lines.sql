/*
title: Every line of another agency's list, and where that child stands here
asks: Is each child on their list on a multi-agency list here?
definition: One row is one line of their list. `standing` is monitored (on a multi-agency list here), not monitored (in the register, under 18, on no list), 18 or over (in the register and 18 by the as-of date), several (the identifier stands with more than one child of the register), not in the register, no identifier (an empty cell), repeated (the identifier stands in an earlier line), or later (dated after the as-of date). Spaces and hyphens in numbers do not matter.
denominator: lines of their list
cites: [F.4 ¶26, F.4 ¶27]
needs: [children]
also: [monitoring.removed_on]
now: [monitoring]
columns:
  line: {kind: count, meaning: The line in their file; the header is line 1.}
  listed_on: {kind: date, meaning: Their date.}
  child_id: {kind: text, meaning: "The child of the register, where exactly one is meant."}
  standing: {kind: text, meaning: Where the child stands here.}
  wrong_number: {kind: flag, meaning: The check digit of the identifier is wrong.}
*/
with ours as (
    select identifier_of(our_identifier(children)) as identifier, count(*) as children, any_value(child_id) as child_id
    from children
    where identifier is not null
    group by identifier
),
theirs as (
    select
        line,
        listed_on,
        identifier_of(identifier) as identifier,
        row_number() over (partition by identifier_of(identifier) order by coalesce(listed_on > as_of(), false), line) as place
    from their_list
)
select
    theirs.line,
    theirs.listed_on,
    case when ours.children = 1 then ours.child_id end as child_id,
    case
        when theirs.identifier is null then 'no identifier'
        when theirs.listed_on > as_of() then 'later'
        when theirs.place > 1 then 'repeated'
        when ours.children is null then 'not in the register'
        when ours.children > 1 then 'several'
        when birthdays.eighteenth <= as_of() then '18 or over'
        when exists (
            from monitoring where monitoring.child_id = ours.child_id and removed_on is null
        ) then 'monitored'
        else 'not monitored'
    end as standing,
    theirs.identifier is not null and wrong_identifier(theirs.identifier) as wrong_number
from theirs
left join ours using (identifier)
left join birthdays on birthdays.child_id = ours.child_id
order by theirs.line
