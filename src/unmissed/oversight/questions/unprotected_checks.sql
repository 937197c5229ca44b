/*
title: Days unprotected by check, and strengths
asks: Which way of being missed left how many children unprotected, for how long; and what was done well?
definition: For each check that leaves a child unprotected, the days up to and including the as-of date on which at least one of its findings was open, summed over children; days under several checks count for each of them. Strengths stand beside them, counted in the same way. A check that could not be assessed has no row; it is named in the notes.
denominator: children of the register
cites: [F.4 ¶24, F.5 ¶38]
needs: [children]
none: No finding leaves a child unprotected, and no strength was found.
columns:
  check: {kind: text, meaning: The check.}
  kind: {kind: text, meaning: unprotected or strength.}
  findings: {kind: count, meaning: Findings opened by the as-of date.}
  children: {kind: count, meaning: Children with one.}
  open_now: {kind: count, meaning: Children with one open on the as-of date.}
  days: {kind: days, of: [children], meaning: Days of all children together.}
  share: {kind: percent, of: [children], meaning: Children with one of all children of the register.}
*/
with found as (
    select
        {"check": "check", kind: case when unprotected then 'unprotected' else 'strength' end, child_id: child_id} as child_id,
        opened_on as from_on,
        coalesce(closed_on, as_of() + 1) as until_on,
        finding_id as record
    from findings
    where (unprotected or severity = 'strength') and state <> 'due'
),
counted as (
    select child_id as who, count(*) as findings, bool_or(until_on = as_of() + 1) as open_now from found group by child_id
),
spells as (
    select child_id as who, sum(until_on - from_on) as days from merged('found') group by child_id
)
select
    who."check" as "check",
    who.kind as kind,
    sum(findings)::bigint as findings,
    count(*) as children,
    count(*) filter (open_now) as open_now,
    sum(days)::bigint as days,
    round(100.0 * count(*) / (select count(*) from children), 1)::double as share
from counted
join spells using (who)
group by all
order by kind desc, days desc, "check"
