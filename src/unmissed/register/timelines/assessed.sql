/*
meaning: Completed assessments. `place` is their order within the child, by completion and then by id; `known_on` is the day on which the result was known. `passed_on` is the first day on which an assessment in a later place that records a level was known.
*/
select
    columns(lambda c: c not in ('rationale', 'notes', 'recorded_on', 'known_on', 'completed_known_on')),
    completed_known_on as known_on,
    'assessments:' || assessment_id as record,
    row_number() over in_order as place,
    min(completed_known_on) filter (where level is not null) over those_after as passed_on
from assessments
where completed_on is not null
window
    in_order as (partition by child_id order by completed_on, assessment_id),
    those_after as (
        partition by child_id order by completed_on, assessment_id rows between 1 following and unbounded following
    )
