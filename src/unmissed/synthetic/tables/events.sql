/*
meaning: What happened to or around the child, coded. More of it, and more harm, the higher the child's level lies. One event in eight was recorded late.
*/
with happened as (
    select
        *,
        from_on + between_both(child, 'event', place, 0, days) as occurred_on,
        one_of(child, 'event kind', place, [
            'late_return', 'late_return', 'late_return', 'school_absence', 'school_absence', 'school_absence', 'school_absence', 'online_contact',
            'online_contact', 'unexplained_gifts', 'substance_misuse', 'substance_misuse', 'seen_at_place_of_concern', 'contact_with_unknown_adult',
            'contact_with_person_of_concern', 'sexual_health', 'self_harm', 'arrest', 'school_exclusion', 'neglect', 'police_protection', 'disclosure',
            'other', 'controlling_relationship', 'online_sexual_abuse', 'criminal_exploitation', 'sexual_exploitation', 'sexual_abuse'
        ]) as kind
    from (
        select *, unnest(range(times(child, 'events', [0.55, 0.8, 1.2, 1.6][base], days))) as place
        from lives
    )
)
select
    record_id('E', child, place) as event_id,
    child_id,
    occurred_on,
    kind,
    case
        when kind in ('controlling_relationship', 'online_sexual_abuse', 'criminal_exploitation', 'sexual_exploitation', 'sexual_abuse', 'disclosure')
            then one_of(child, 'event harm', place, ['known', 'known', 'suspected', 'suspected', 'suspected', 'none'])
        when kind in ('late_return', 'school_absence', 'school_exclusion', 'arrest') then null
        else one_of(child, 'event harm', place, ['none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'suspected', null])
    end as harm,
    one_of(child, 'event perpetrator', place, [true, false, null, null]) as perpetrator_identified,
    one_of(child, 'event reporter', place, ['Police', 'Education', 'Health', 'Family', 'Children''s social care', 'Voluntary']) as reported_by,
    entered_late(child, 'event', place, 0.125, occurred_on) as recorded_on
from happened
