/*
meaning: Children's social care for every child, and the police, health, youth justice or a voluntary service for some.
*/
with opened as (
    select
        *,
        ['Children''s social care', 'Police', 'Health', 'Youth justice', 'Voluntary'][place + 1] as agency,
        from_on + case when place = 0 then between_both(child, 'opened', 0, 0, 10) else between_both(child, 'opened', place, 0, 300) end as opened_on
    from lives, (select unnest(range(5)) as place)
    where happens(child, 'involved', place, [1, 0.2 + 0.15 * base, 0.25, 0.06 * base, 0.12][place + 1])
),
closed as (
    select *, by_now(greatest(opened_on, least(until_on, case when place = 0 then until_on else opened_on + between_both(child, 'closed', place, 60, 500) end))) as closed_on
    from opened
    where opened_on <= least(until_on, today())
)
select
    record_id('I', child, place) as involvement_id,
    child_id,
    agency,
    case place when 0 then 'Exploitation team' when 1 then 'Exploitation and missing unit' end as team,
    opened_on,
    closed_on,
    case when closed_on is not null then one_of(child, 'closed for', place, [
        'risk_reduced', 'risk_reduced', 'risk_reduced', 'plan_complete', 'plan_complete', 'plan_complete', 'no_engagement', 'no_longer_meets_threshold',
        'transferred', 'moved_area', 'risky_behaviour', 'no_identified_perpetrator', 'other'])
    end as closing_reason,
    entered_late(child, 'involvement', place, 0.04, opened_on) as recorded_on
from closed
