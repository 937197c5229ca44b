/*
title: Every assessment that was begun, and how long it took or has taken
asks: How long did each assessment take from its start to its completion?
definition: One row is one assessment begun, of any kind. `days` run from its start to its completion, or to the as-of date where it has not been completed; one that was abandoned was not completed. `outcome` is within (completed by the limit), late (completed after it, or not completed and the limit is past) or not_yet (not completed, and the limit is still running).
denominator: assessments begun by the as-of date
cites: [F.4 ¶30, F.4 ¶31]
needs: [assessments.completed_on]
also: [assessments.level, assessments.agency]
columns:
  child_id: {kind: text, meaning: The child.}
  month: {kind: month, meaning: The month in which it began.}
  agency: {kind: text, meaning: The agency that assesses.}
  kind: {kind: text, meaning: "Screening, assessment or review."}
  level: {kind: text, meaning: "The child's level on the day on which it began, by what was then known: the level that it gives is not known while it is open."}
  days: {kind: days, meaning: Days taken so far.}
  done: {kind: flag, meaning: Whether it was completed.}
  still_open: {kind: flag, meaning: Whether it is neither completed nor abandoned.}
  outcome: {kind: text, meaning: "within, late or not_yet."}
*/
select
    assessments.child_id,
    strftime(started_on, '%Y-%m') as month,
    coalesce(agency, 'not recorded') as agency,
    kind,
    coalesce(levels.level, 'no level yet') as level,
    coalesce(assessments.completed_on, as_of()) - started_on as days,
    assessments.completed_on is not null as done,
    assessments.completed_on is null and abandoned_on is null as still_open,
    case
        when assessments.completed_on <= completion_days_after(started_on) then 'within'
        when completion_days_after(started_on) < as_of() then 'late'
        else 'not_yet'
    end as outcome
from assessments
left join levels
    on levels.child_id = assessments.child_id
    and levels.from_on <= started_on
    and (levels.until_on is null or levels.until_on > started_on)
where started_on >= counted_from()
order by started_on, assessments.assessment_id
