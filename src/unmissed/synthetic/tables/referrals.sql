/*
meaning: The referral by which the child came into view, and later ones for services, meetings and lists.
*/
with made as (
    select
        *,
        case when place = 0 then from_on else from_on + between_both(child, 'referral', place, 0, days) end as made_on,
        case when place = 0 then 'social_care'
            else one_of(child, 'referral kind', place, ['service', 'service', 'service', 'monitoring', 'strategy', 'early_help', 'nrm', 'adult_services'])
        end as kind
    from (
        select *, unnest(range(1 + times(child, 'referrals', [0.06, 0.12, 0.15, 0.2][base], days))) as place
        from lives
    )
),
decided as (
    select
        *,
        by_now(made_on + between_both(child, 'decided', place, 0, 21)) as decision_on,
        happens(child, 'declined', place, 0.18) and place > 0 as declined
    from made
)
select
    record_id('R', child, place) as referral_id,
    child_id,
    made_on,
    one_of(child, 'referred by', place, ['Education', 'Police', 'Health', 'Children''s social care', 'Family', 'Voluntary']) as made_by,
    case kind when 'service' then 'Exploitation service' when 'monitoring' then 'MACE' when 'nrm' then 'National Referral Mechanism' else 'Ambervale' end as referred_to,
    kind,
    decision_on as decided_on,
    case when decision_on is not null then if(declined, 'declined', 'accepted') end as outcome,
    case when decision_on is not null and declined
        then one_of(child, 'declined for', place, ['below_threshold', 'below_threshold', 'below_threshold', 'no_identified_perpetrator', 'capacity', 'consent', 'no_assessment', 'other'])
    end as reason,
    entered_late(child, 'referral', place, 0.04, made_on) as recorded_on
from decided
