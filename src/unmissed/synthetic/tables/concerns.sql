/*
meaning: What families, schools and others raised about the child, and how it was answered; one in eight never was.
*/
with raised as (
    select *, from_on + between_both(child, 'concern', place, 0, days) as raised_on
    from (
        select *, unnest(range(times(child, 'concerns', [0.06, 0.12, 0.2, 0.3][base], days))) as place
        from lives
    )
),
answered as (
    select
        *,
        case when not happens(child, 'unanswered', place, 0.125) then by_now(raised_on + between_both(child, 'answer', place, 0, 40)) end as responded_on
    from raised
)
select
    record_id('Q', child, place) as concern_id,
    child_id,
    raised_on,
    one_of(child, 'raised by', place, ['parent', 'parent', 'family', 'carer', 'school', 'school', 'health', 'police', 'voluntary', 'public', 'child', 'social_worker']) as raised_by,
    one_of(child, 'about', place, ['exploitation', 'exploitation', 'exploitation', 'level_too_low', 'removal', 'closure', 'placement', 'threshold', 'other']) as about,
    one_of(child, 'asserted', place, ['high', 'medium', null, null]) as asserted_level,
    responded_on,
    case when responded_on is not null
        then one_of(child, 'response', place, ['reassessed', 'action_taken', 'action_taken', 'action_taken', 'explained', 'explained', 'no_action'])
    end as response,
    entered_late(child, 'concern', place, 0.05, raised_on) as recorded_on
from answered
