/*
title: Share of reviews completed within the limit
asks: How long is it from one completed assessment to the next while a child is in view, and how many are reviewed within review_days?
definition: Share = reviewed within the limit, of all whose limit is decided. Decided are those reviewed within it, reviewed after it, and not reviewed when it was past; those whose limit is still running (not_yet) and those out of view or 18 before it was past (left) are shown apart and are in no share. The median and the 90th percentile are survival estimates over all intervals, in which those without a review count as having taken at least until the child left view, turned 18 or the as-of date.
denominator: intervals after completed assessments of children in view, whose limit is decided
cites: [F.4 ¶30, F.4 ¶31]
needs: [assessments.completed_on, assessments.level, monitoring.removed_on, involvements.closed_on, services.ended_on, statuses.ended_on]
none: No child was in view after a completed assessment.
columns:
  grouped: {kind: text, meaning: What they are grouped by.}
  begun: {kind: count, meaning: Intervals begun.}
  within: {kind: count, meaning: Reviewed within the limit.}
  late: {kind: count, meaning: "Reviewed after the limit, or not reviewed and the limit is past."}
  not_yet: {kind: count, meaning: "Not reviewed, and the limit is still running."}
  left: {kind: count, meaning: "Out of view, or 18, before the limit was past."}
  share: {kind: percent, of: [within, late], meaning: "Within the limit, of within and late."}
  share_estimate: {kind: percent, of: [begun, within, late], meaning: "Reviewed by the last day of the limit (survival estimate): counts the still open, which `share` leaves out while their limit runs. Empty where the limit is in working days."}
  median_days: {kind: days, of: [begun], meaning: "Days by which half were reviewed (survival estimate); empty: not reached."}
  p90_days: {kind: days, of: [begun], meaning: "Days by which nine in ten were reviewed (survival estimate); empty: not reached."}
*/
select
    grouped,
    count(*) as begun,
    count(*) filter (outcome = 'within') as within,
    count(*) filter (outcome = 'late') as late,
    count(*) filter (outcome = 'not_yet') as not_yet,
    count(*) filter (outcome = 'left') as "left",
    round(100.0 * count(*) filter (outcome = 'within') / nullif(count(*) filter (outcome in ('within', 'late')), 0), 1)::double as share,
    -- For the survival estimate: how long each took, and whether it ended.
    list(days) as days_each,
    list(done) as done_each
from (
    select *, case $by when 'month' then month when 'agency' then agency when 'level' then level else 'all' end as grouped
    from review_times
)
group by grouped
order by rank(grouped) nulls last, grouped
