/*
number: 8
title: Removed without reassessment
asks: Was the child assessed again before being taken off a list?
why: In 2018 Durham took all but a small number of cases off its multi-agency meetings by one decision. Swansea found a theme of premature removal.
cites: [F.4 ¶25, F.4 ¶29]
severity: serious
unprotected: false
opens: The child is removed from a monitoring list, for whatever reason, and no assessment known on that day had been completed in the review_days before.
closes: An assessment completes, or the child is put on any list again, on or after the day of the removal.
closed_by: [assessments, monitoring]
parameters: [review_days]
needs: [assessments.completed_on, monitoring.removed_on]
because: "Removed from {list} on {removed_on} although no assessment had been completed since {since}."
*/
select
    removal.child_id,
    'monitoring:' || removal.entry_id as opened_by,
    removal.removed_known_on as opened_on,
    least(
        (
            select min(later.known_on)
            from assessed as later
            where later.child_id = removal.child_id and later.completed_on >= removal.removed_on
        ),
        (
            select min(entry.known_on)
            from monitoring as entry
            where entry.child_id = removal.child_id
                and entry.entry_id <> removal.entry_id
                and entry.added_on >= removal.removed_on
        )
    ) as closed_on,
    []::varchar[] as evidence,
    removal.list,
    removal.removed_on,
    review_days_before(removal.removed_on) as since
from monitoring as removal
where removal.removed_on is not null
    and not exists (
        from assessed as recent
        where recent.child_id = removal.child_id
            and recent.completed_on between review_days_before(removal.removed_on) and removal.removed_on
            and recent.known_on <= removal.removed_on
    )
