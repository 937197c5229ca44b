/*
meaning: Everything in the register, as known, that may answer an indicator. One row is one sighting; `last_on` is the last day on which it was there, the as-of date where it goes on.
*/
select child_id, 'events' as origin, kind as code, occurred_on as last_on
from events
where not (kind in (select unnest($harm_kinds::varchar[])) and coalesce(harm = 'none', false))
union all
select
    child_id,
    'missing' as origin,
    case when coalesce(ended_on, $as_of) > started_on then 'overnight' else 'short' end as code,
    coalesce(ended_on, $as_of) as last_on
from missing_episodes
union all
select assessment_factors.child_id, 'factors', assessment_factors.factor, assessments.completed_on
from assessment_factors
join assessments using (assessment_id)
union all
select child_id, 'statuses', kind, coalesce(ended_on, $as_of)
from statuses
order by child_id, origin, code, last_on
