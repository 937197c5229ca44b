/*
title: Children on their list, in this register and on no list here
asks: Who is known there, is in this register, and is on no multi-agency list here?
definition: One row is one child of the register on their list who is under 18 and on no multi-agency list on the as-of date. Children at risk come first, then those longest on their list.
denominator: children on their list who are in the register and under 18
cites: [F.4 ¶26, F.4 ¶27]
needs: [children]
also: [monitoring.removed_on]
none: No child who is on their list and in the register is on no list here.
about_children: true
columns:
  child_id: {kind: text, meaning: The child, by this register's identifier.}
  line: {kind: count, meaning: The line in their file.}
  listed_on: {kind: date, meaning: Their date.}
  level: {kind: text, meaning: "The level on the as-of date, or not assessed."}
  harm: {kind: text, meaning: The gravest harm on record here.}
  at_risk_since: {kind: date, meaning: "Since when at risk; empty: not at risk by this register."}
  last_removed_on: {kind: date, meaning: "When last taken off a list here; empty: never on one."}
  served: {kind: flag, meaning: A service is running.}
*/
select
    child_id,
    line,
    listed_on,
    level,
    harm,
    at_risk_since,
    (select max(removed_on) from monitoring where monitoring.child_id = children_now.child_id) as last_removed_on,
    served
from absent_lines
join children_now using (child_id)
where standing = 'not monitored'
order by at_risk_since nulls last, listed_on nulls last, line
