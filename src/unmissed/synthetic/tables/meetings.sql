/*
meaning: Meetings about the child, with who was there.
*/
with held as (
    select *, from_on + between_both(child, 'meeting', place, 0, days) as held_on
    from (
        select *, unnest(range(times(child, 'meetings', [0.22, 0.35, 0.5, 0.6][base], days))) as place
        from lives
    )
)
select
    record_id('T', child, place) as meeting_id,
    child_id,
    held_on,
    one_of(child, 'meeting kind', place, case when base = 1
        then ['child_in_need', 'child_in_need', 'child_in_need', 'core_group', 'strategy', 'other', 'looked_after_review']
        else ['mace', 'mace', 'mace', 'strategy', 'strategy', 'child_protection_conference', 'core_group', 'child_in_need', 'looked_after_review', 'other']
    end) as kind,
    one_of(child, 'present', place, ['Children''s social care;Police;Health', 'Children''s social care;Police;Health;Education', 'Children''s social care;Education',
        'Children''s social care;Police', 'Children''s social care']) as agencies,
    entered_late(child, 'meeting', place, 0.05, held_on) as recorded_on
from held
