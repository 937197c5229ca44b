/*
meaning: A screening, a full assessment and reviews. Most reviews come within twelve weeks, some late and a few very late; a level holds for three assessments and then may change. A quarter of full assessments take longer than three months.
*/
with planned as (
    select
        *,
        case when place = 0 then 'screening' when place = 1 then 'assessment' else 'review' end as kind,
        case when place > 1 then one_of(child, 'trigger', place, ['scheduled', 'scheduled', 'scheduled', 'scheduled', 'scheduled', 'scheduled', 'scheduled', 'event', 'concern', 'transfer'])
            else one_of(child, 'trigger', place, ['referral', 'referral', 'event', 'concern'])
        end as trigger
    from lives, (select unnest(range(40)) as place)
    where place <= 2 + days // 40
),
timed as (
    select
        *,
        case
            when kind = 'screening' then 0
            when kind = 'assessment' then between_both(child, 'gap', place, 1, 21)
            when trigger in ('event', 'concern') then between_both(child, 'gap', place, 14, 50)
            when happens(child, 'late', place, 0.8) then between_both(child, 'gap', place, 49, 74)
            when happens(child, 'very late', place, 0.75) then between_both(child, 'gap', place, 75, 140)
            else between_both(child, 'gap', place, 141, 300)
        end as gap,
        case
            when kind = 'screening' then between_both(child, 'takes', place, 0, 5)
            when kind = 'review' then between_both(child, 'takes', place, 0, 14)
            when happens(child, 'slow', place, 0.75) then between_both(child, 'takes', place, 14, 88)
            else between_both(child, 'takes', place, 91, 150)
        end as takes
    from planned
),
begun as (
    select *, from_on + (sum(gap + takes) over (partition by child order by place) - takes)::integer as started_on
    from timed
),
judged as (
    select
        *,
        by_now(started_on + takes) as ended_on,
        happens(child, 'abandoned', place, 0.03) as abandoned,
        case when not happens(child, 'no level', place, 0.02)
            then greatest(least(place, 6) // 6 * -1 + 1, least(4, base + one_of(child, 'change', place // 3, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -2, 1])))
        end as rank,
        record_id('A', child, place) as id
    from begun
    where started_on <= least(until_on, today())
)
select
    id as assessment_id,
    child_id,
    'Ambervale matrix' as tool,
    kind,
    started_on,
    case when not abandoned then ended_on end as completed_on,
    case when not abandoned then by_now(ended_on + between_both(child, 'authorised', place, 0, 10)) end as authorised_on,
    case when abandoned then ended_on end as abandoned_on,
    one_of(child, 'agency', place, ['Children''s social care', 'Children''s social care', 'Children''s social care', 'Health', 'Police', 'Youth justice']) as agency,
    'AS' || lpad(between_both(child, 'assessor', place, 1, 400)::varchar, 4, '0') as assessor_id,
    one_of(child, 'trained', place, [true, true, true, true, true, true, true, true, false, null]) as assessor_trained,
    trigger,
    case when not abandoned and ended_on is not null then ['none', 'low', 'medium', 'high', 'very_high'][rank + 1] end as level,
    case when not abandoned and ended_on is not null
        then ['none', 'low', 'medium', 'high', 'very_high'][least(4, rank + happens(child, 'indicated', place, 0.05)::integer) + 1]
    end as indicated_level,
    case when not abandoned and ended_on is not null then ['No current concern', 'Low', 'Medium', 'High', 'Very high'][rank + 1] end as level_as_recorded,
    case when not abandoned and ended_on is not null then
        one_of(child, 'harm', place // 2, case
            when base = 1 then ['none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'suspected', null]
            when base = 2 then ['none', 'none', 'none', 'none', 'suspected', 'suspected', 'known']
            else ['none', 'suspected', 'suspected', 'known', 'known', 'known']
        end)
    end as harm,
    case when not abandoned and ended_on is not null then one_of(child, 'perpetrator', place, [true, false, null]) end as perpetrator_identified,
    case when not abandoned and ended_on is not null
        then one_of(child, 'past harm', place, [true, true, true, true, true, true, true, true, false, null])
    end as past_harm_considered,
    case when not abandoned and ended_on is not null then not happens(child, 'age', place, 0.03) end as age_recorded,
    case when not abandoned and ended_on is not null then not happens(child, 'seen', place, 0.08) end as child_seen,
    case when not abandoned and ended_on is not null then one_of(child, 'child view', place, [true, true, true, true, true, true, false, null]) end as child_view_recorded,
    case when not abandoned and ended_on is not null then one_of(child, 'family view', place, [true, true, true, true, false, null]) end as family_view_recorded,
    entered_late(child, 'assessment', place, 0.06, started_on) as recorded_on,
    'Case management system' as source
from judged
