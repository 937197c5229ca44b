/*
title: Every interval from one completed assessment to the next, for children in view
asks: How long was it from each completed assessment to the next?
definition: "One row is one clock: it begins when an assessment is completed while the child is in view, or when the child comes into view after it, and ends when the next is completed. It stops without an end when the child leaves view, turns 18, or on the as-of date. `outcome` is within (reviewed by the limit), late (reviewed after it, or not reviewed and the limit is past), left (out of view, or 18, before the limit was past) or not_yet (the limit is still running). Assessments completed on one day are one review. A child in view who was never assessed has no clock here; the check review-overdue finds that child."
denominator: intervals after completed assessments of children in view
cites: [F.4 ¶30, F.4 ¶31]
needs: [assessments.completed_on, assessments.level, monitoring.removed_on, involvements.closed_on, services.ended_on, statuses.ended_on]
also: [assessments.agency]
columns:
  child_id: {kind: text, meaning: The child.}
  month: {kind: month, meaning: The month in which the clock began.}
  agency: {kind: text, meaning: "The agency of the assessment after which the clock runs."}
  level: {kind: text, meaning: "The child's level on the day on which the clock began, by what was then known, the new assessment included."}
  days: {kind: days, meaning: Days taken so far.}
  done: {kind: flag, meaning: Whether the review was completed.}
  outcome: {kind: text, meaning: "within, late, left or not_yet."}
*/
with reviewed as (
    select *, lead(completed_on) over (partition by child_id order by place) as next_on
    from assessed
),
clocks as (
    select
        reviewed.child_id,
        reviewed.agency,
        reviewed.next_on,
        reviewed.place,
        greatest(in_view.from_on, reviewed.completed_on) as since,
        greatest(in_view.from_on, reviewed.known_on) as known_since,
        least(in_view.until_on, case when birthdays.eighteenth <= as_of() then birthdays.eighteenth end) as left_on
    from reviewed
    join in_view
        on in_view.child_id = reviewed.child_id
        and (in_view.until_on is null or in_view.until_on > reviewed.known_on)
        and (reviewed.next_on is null or greatest(in_view.from_on, reviewed.completed_on) < reviewed.next_on)
    left join birthdays on birthdays.child_id = reviewed.child_id
),
timed as (
    select
        *,
        next_on is not null and (left_on is null or next_on <= left_on) as done,
        least(next_on, left_on, as_of()) - since as days
    from clocks
    where (left_on is null or left_on > since) and since >= counted_from()
)
select
    timed.child_id,
    strftime(since, '%Y-%m') as month,
    coalesce(agency, 'not recorded') as agency,
    coalesce(levels.level, 'no level yet') as level,
    days,
    done,
    case
        when done and next_on <= review_days_after(since) then 'within'
        when done then 'late'
        when review_days_after(since) < least(left_on - 1, as_of()) then 'late'
        when left_on is not null then 'left'
        else 'not_yet'
    end as outcome
from timed
left join levels
    on levels.child_id = timed.child_id
    and levels.from_on <= known_since
    and (levels.until_on is null or levels.until_on > known_since)
order by since, timed.child_id, timed.place
