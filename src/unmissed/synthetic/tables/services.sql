/*
meaning: What was given to the child. A service for most, more for those at a higher level.
*/
with begun as (
    select *, from_on + between_both(child, 'service', place, 5, greatest(5, days)) as started_on
    from (
        select *, unnest(range(times(child, 'services', [0.1, 0.14, 0.2, 0.25][base], days))) as place
        from lives
    )
),
ended as (
    select *, by_now(started_on + between_both(child, 'served', place, 30, 300)) as ended_on
    from begun
    where started_on <= least(until_on, today())
)
select
    record_id('S', child, place) as service_id,
    child_id,
    'Service ' || between_both(child, 'which service', place, 1, 12) as service,
    one_of(child, 'service kind', place, ['direct_work', 'direct_work', 'specialist_exploitation', 'preventive', 'preventive', 'harm_reduction', 'therapeutic',
        'safety_plan', 'family_support', 'family_support', 'disruption', 'health', 'advocacy', 'education', 'other']) as kind,
    one_of(child, 'service agency', place, ['Children''s social care', 'Voluntary', 'Health', 'Education']) as agency,
    started_on,
    ended_on,
    case when ended_on is not null then one_of(child, 'service outcome', place, ['completed', 'completed', 'ended early', null]) end as outcome,
    entered_late(child, 'service', place, 0.04, started_on) as recorded_on
from ended
