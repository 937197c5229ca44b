/*
meaning: Spells on the multi-agency lists. Most children at high, some at medium, few at low; some come back, or stand on two lists at once.
*/
with added as (
    select
        *,
        happens(child, 'monitored again', place, 0.35) as again,
        from_on + between_both(child, 'added', 0, 10, 120) as first_on,
        between_both(child, 'listed', 0, 60, 400) as first_days,
        between_both(child, 'listed', place, 60, 400) as listed_days
    from lives, (select unnest(range(3)) as place)
    where happens(child, 'monitored', 0, [0.05, 0.4, 0.85, 0.95][base])
),
spells as (
    select *, case when place = 0 then first_on else first_on + (first_days * place)::integer + between_both(child, 'added', place, -60, 150) end as added_on
    from added
    where place = 0 or again
),
removed as (
    select *, by_now(least(added_on + listed_days, eighteenth)) as removed_on
    from spells
    where added_on <= least(until_on, today())
)
select
    record_id('L', child, place) as entry_id,
    child_id,
    if(place = 1, 'Vulnerability tracker', 'MACE') as list,
    added_on,
    removed_on,
    case
        when removed_on = eighteenth then 'turned_18'
        when removed_on is not null then one_of(child, 'removed for', place, [
            'risk_reduced', 'risk_reduced', 'risk_reduced', 'risk_reduced', 'risk_reduced', 'no_longer_meets_threshold', 'no_longer_meets_threshold',
            'single_agency_plan', 'risky_behaviour', 'no_identified_perpetrator', 'moved_area', 'other', null])
    end as removal_reason,
    case when removed_on is not null then one_of(child, 'removed by', place, ['multi_agency', 'multi_agency', 'multi_agency', 'single_agency', null]) end as removal_decision,
    entered_late(child, 'monitoring', place, 0.05, added_on) as recorded_on
from removed
