/*
meaning: Agencies' positions on decisions; one in five disagrees, and not every disagreement is resolved.
*/
with given as (
    select
        *,
        from_on + between_both(child, 'view', place, 0, days) as given_on,
        one_of(child, 'position', place, ['agrees', 'agrees', 'agrees', 'agrees', 'disagrees']) as position
    from (
        select *, unnest(range(times(child, 'views', [0.03, 0.06, 0.12, 0.15][base], days))) as place
        from lives
    )
)
select
    record_id('V', child, place) as view_id,
    child_id,
    one_of(child, 'view of', place, ['Children''s social care', 'Police', 'Health', 'Education', 'Voluntary']) as agency,
    given_on,
    one_of(child, 'view about', place, ['closure', 'removal', 'level', 'plan', 'threshold']) as about,
    position,
    case when position = 'disagrees' and happens(child, 'escalated', place, 0.3) then by_now(given_on + between_both(child, 'escalated', place, 1, 10)) end as escalated_on,
    case when position = 'disagrees' and happens(child, 'resolved', place, 0.7) then by_now(given_on + between_both(child, 'resolved', place, 1, 40)) end as resolved_on,
    entered_late(child, 'view', place, 0.04, given_on) as recorded_on
from given
