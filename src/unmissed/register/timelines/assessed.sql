/*
meaning: Completed assessments. `place` is their order within the child, by completion and then by id; `known_on` is the day on which the result was known. What no timeline and no check reads (who assessed with which tool, free text) is left out, because several of them read this.
*/
select
    columns(lambda name: not list_contains([
        'known_on', 'completed_known_on', 'tool', 'agency', 'assessor_id', 'authorised_on', 'authorised_known_on', 'abandoned_on',
        'abandoned_known_on', 'level_as_recorded', 'rationale', 'recorded_on', 'source', 'notes'
    ], name)),
    completed_known_on as known_on,
    'assessments:' || assessment_id as record,
    row_number() over (partition by child_id order by completed_on, assessment_id) as place
from assessments
where completed_on is not null
