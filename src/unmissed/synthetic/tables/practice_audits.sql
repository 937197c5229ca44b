/*
meaning: A sample of completed assessments, audited and graded.
*/
with sampled as (
    select *, substr(child_id, 2)::integer as child, right(assessment_id, 3)::integer as place
    from assessments
    where completed_on is not null
)
select
    replace(assessment_id, 'A', 'U') as audit_id,
    child_id,
    assessment_id,
    completed_on + between_both(child, 'audited', place, 5, 60) as audited_on,
    one_of(child, 'grade', place, ['good', 'good', 'requires_improvement', 'requires_improvement', 'inadequate', 'outstanding']) as grade,
    'Auditor ' || between_both(child, 'auditor', place, 1, 6) as auditor
from sampled
where happens(child, 'audit', place, 0.02) and completed_on + between_both(child, 'audited', place, 5, 60) <= today()
