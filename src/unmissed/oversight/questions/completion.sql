/*
title: Share of assessments completed within the limit
asks: How long do assessments take from their start to their completion, and how many are completed within completion_days?
definition: Share = completed within the limit, of all whose limit is decided. Decided are those completed within it, completed after it, and not completed (still open or abandoned) when it was past; those not completed whose limit is still running are shown apart (not_yet) and are in no share. The median and the 90th percentile are survival estimates over all that were begun, in which those not completed count as having taken at least until the as-of date.
denominator: assessments begun, of every kind, whose limit is decided
cites: [F.4 ¶30, F.4 ¶31]
needs: [assessments.completed_on]
none: No assessment has been begun.
columns:
  grouped: {kind: text, meaning: What they are grouped by.}
  begun: {kind: count, meaning: Assessments begun.}
  within: {kind: count, meaning: Completed within the limit.}
  late: {kind: count, meaning: "Completed after the limit, or not completed and the limit is past."}
  not_yet: {kind: count, meaning: "Not completed, and the limit is still running."}
  still_open: {kind: count, meaning: "Neither completed nor abandoned, in time or not."}
  share: {kind: percent, of: [within, late], meaning: "Within the limit, of within and late."}
  share_estimate: {kind: percent, of: [begun, within, late], meaning: "Completed by the last day of the limit (survival estimate): counts the still open, which `share` leaves out while their limit runs. Empty where the limit is in working days."}
  median_days: {kind: days, of: [begun], meaning: "Days by which half were completed (survival estimate); empty: not reached."}
  p90_days: {kind: days, of: [begun], meaning: "Days by which nine in ten were completed (survival estimate); empty: not reached."}
*/
select
    grouped,
    count(*) as begun,
    count(*) filter (outcome = 'within') as within,
    count(*) filter (outcome = 'late') as late,
    count(*) filter (outcome = 'not_yet') as not_yet,
    count(*) filter (still_open) as still_open,
    round(100.0 * count(*) filter (outcome = 'within') / nullif(count(*) filter (outcome <> 'not_yet'), 0), 1)::double as share,
    -- For the survival estimate: how long each took, and whether it ended.
    list(days) as days_each,
    list(done) as done_each
from (
    select *, case $by when 'month' then month when 'agency' then agency when 'kind' then kind when 'level' then level else 'all' end as grouped
    from completion_times
)
group by grouped
order by rank(grouped) nulls last, grouped
