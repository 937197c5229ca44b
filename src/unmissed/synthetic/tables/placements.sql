/*
meaning: Where looked-after children live, one placement after another; two in five are out of the area, and then most risk assessments are shared.
*/
with lengths as (
    select *, one_of(child, 'placed for', place, [25, 60, 110, 200, 400, 800]) + between_both(child, 'placed for', -1 - place, 0, 40) as length
    from lives, (select unnest(range(8)) as place)
    where looked_after_from <= least(until_on, today())
),
spells as (
    select *, looked_after_from + (sum(length) over (partition by child order by place) - length)::integer as started_on
    from lengths
),
placed as (
    select *, by_now(least(started_on + length, until_on)) as ended_on, happens(child, 'out of area', place, 0.41) as far
    from spells
    where started_on < least(until_on, today())
),
shared as (
    select
        *,
        case when far and happens(child, 'shared', place, 0.75) then by_now(started_on + between_both(child, 'shared', place, 0, 12)) end as shared_on
    from placed
)
select
    record_id('P', child, place) as placement_id,
    child_id,
    started_on,
    ended_on,
    one_of(child, 'placement kind', place, ['foster', 'foster', 'foster', 'residential', 'residential', 'kinship', 'semi_independent', 'unregulated', 'specialist', 'secure']) as kind,
    'Provider ' || between_both(child, 'provider', place, 1, 40) as provider,
    if(far, one_of(child, 'host', place, ['Westmere', 'Harrowfield', 'Northlea']), 'Ambervale') as host_authority,
    'Ambervale' as responsible_authority,
    case when shared_on is not null then true when far then false end as risk_assessment_shared,
    shared_on as risk_assessment_shared_on,
    case when happens(child, 'placement assessed', place, 0.6) then by_now(started_on + between_both(child, 'placement assessed', place, 0, 20)) end as exploitation_risk_assessed_on,
    entered_late(child, 'placement', place, 0.04, started_on) as recorded_on
from shared
