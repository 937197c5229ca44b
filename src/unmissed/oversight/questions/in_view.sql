/*
title: When each child was in view
asks: Whom must somebody reassess, and from when to when?
definition: "As in the check review-overdue: level at_risk_level or above; or monitored; or a level above none while an involvement, a service or a status is open. One row is one unbroken run, by what was known."
denominator: children of the register
cites: [F.4 ¶30]
needs: [assessments.completed_on, assessments.level, monitoring.removed_on, involvements.closed_on, services.ended_on, statuses.ended_on]
columns:
  child_id: {kind: text, meaning: The child.}
  from_on: {kind: date, meaning: The first day in view.}
  until_on: {kind: date, meaning: "The first day no longer in view; empty: still in view."}
  record: {kind: text, meaning: The record that began it.}
  last_record: {kind: text, meaning: The record that ended it or is the last to run.}
*/
with work as (
    select child_id, known_on as from_on, closed_known_on as until_on, 'involvements:' || involvement_id as record
    from involvements
    union all select child_id, known_on, ended_known_on, 'services:' || service_id from services
    union all select child_id, known_on, ended_known_on, 'statuses:' || status_id from statuses
),
reasons as (
    select child_id, from_on, until_on, record from levels where level_rank >= at_risk_level()
    union all
    select child_id, from_on, until_on, record from monitored
    union all
    select
        levels.child_id,
        greatest(levels.from_on, work.from_on),
        least(levels.until_on, work.until_on),
        case when levels.from_on >= work.from_on then levels.record else work.record end
    from levels
    join work using (child_id)
    where levels.level <> 'none'
)
from merged('reasons')
