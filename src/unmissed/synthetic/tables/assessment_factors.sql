/*
meaning: One to three factors for two completed assessments in three. One protective factor in twelve is one that may never count as protective.
*/
with weighed as (
    select *, substr(child_id, 2)::integer as child, right(assessment_id, 3)::integer * 10 + nth as place
    from assessments, (select unnest(range(3)) as nth)
    where completed_on is not null
),
counted as (
    select *, one_of(child, 'effect', place, ['risk', 'risk', 'risk', 'protective', 'harm']) as effect
    from weighed
    where nth < one_of(child, 'factors', place // 10, [0, 0, 1, 1, 2, 3])
)
select
    replace(assessment_id, 'A', 'F') || '-' || (nth + 1) as factor_id,
    assessment_id,
    child_id,
    one_of(child, 'factor', place, case effect
        when 'risk' then ['missing', 'older_associates', 'substance_use', 'online_contact', 'school_absence', 'unexplained_money', 'family_conflict']
        when 'harm' then ['disclosure', 'injury', 'sexual_health', 'controlled_by_adult']
        else ['supportive_carer', 'supportive_carer', 'engaged_with_worker', 'engaged_with_worker', 'school_attendance', 'school_attendance',
            'trusted_adult', 'trusted_adult', 'stable_placement', 'stable_placement', 'positive_activity', 'new_relationship']
    end) as factor,
    effect
from counted
