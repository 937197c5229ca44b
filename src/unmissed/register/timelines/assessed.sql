/*
meaning: Completed assessments. `place` is their order within the child, by completion and then by id; `known_on` is the day on which the result was known.
*/
select
    columns(lambda c: c not in ('rationale', 'notes', 'known_on')),
    completed_known_on as known_on,
    'assessments:' || assessment_id as record,
    row_number() over (partition by child_id order by completed_on, assessment_id) as place
from assessments
where completed_on is not null
