/*
title: When each child was unprotected, and when a strength was found
asks: On which days did an open finding leave the child unprotected, and on which was something good found?
definition: One row is one unbroken run of days, up to and including the as-of date, under at least one finding of the kind - unprotected (of a check that leaves a child unprotected) or strength.
denominator: children of the register
cites: [F.4 ¶24, F.5 ¶38]
needs: [children]
columns:
  who: {kind: text, meaning: The kind and the child.}
  from_on: {kind: date, meaning: The first day.}
  until_on: {kind: date, meaning: The first day after it.}
  last_record: {kind: text, meaning: The finding that ended it.}
  record: {kind: text, meaning: The finding that began it.}
*/
with found as (
    select
        {kind: case when unprotected then 'unprotected' else 'strength' end, child_id: child_id} as child_id,
        opened_on as from_on,
        coalesce(closed_on, as_of() + 1) as until_on,
        finding_id as record
    from findings
    where (unprotected or severity = 'strength') and state <> 'due'
)
select child_id as who, from_on, until_on, last_record, record from merged('found')
