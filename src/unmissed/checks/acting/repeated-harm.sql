/*
number: 16
title: Repeated harm without protective action
asks: Was the child harmed again and again while nothing protective happened?
why: Durham's assessments of four children described a catalogue of harm by networks of perpetrators with little evidence of effective action to stop it.
cites: [F.5 ¶32]
severity: critical
unprotected: true
opens: The day on which a harm event is known to be the repeat_count-th within repeat_days, when no protective action since the first of them is known. Each later event that is again the repeat_count-th opens its own finding.
closes: A protective action that happened on or after the last of them becomes known.
closed_by: [services, meetings, statuses, placements]
parameters: [repeat_count, repeat_days]
needs: [events.harm, services, meetings, statuses, placements]
because: "{times} harm events between {first_on} and {last_on}; by {opened_on} no protective action since the first of them was known."
sharpened: Whether something protective happened since the first of them is judged once, on the opening day, by what was known on it. An action before the last of them that is recorded after that day does not close; the harm went on after it.
*/
with harm as (
    select child_id, 'events:' || event_id as record, event_id, occurred_on, known_on
    from events
    where harm in ('suspected', 'known')
),
-- The harm events that make repeat_count within repeat_days: the one that many places back is not too long ago.
latest_of_many as (
    select *
    from harm
    qualify lag(occurred_on, repeat_count() - 1) over (partition by child_id order by occurred_on, event_id)
        >= repeat_days_before(occurred_on)
),
-- For each of them: it and the earlier ones within repeat_days, in the order in which they happened.
series as (
    select
        latest.child_id,
        latest.record,
        any_value(latest.known_on) as latest_known_on,
        list(
            {occurred_on: earlier.occurred_on, record: earlier.record, known_on: earlier.known_on}
            order by earlier.occurred_on, earlier.event_id
        ) as events,
        list(earlier.known_on order by earlier.known_on) as known_days
    from latest_of_many as latest
    join harm as earlier
        on earlier.child_id = latest.child_id
        and earlier.occurred_on >= repeat_days_before(latest.occurred_on)
        and (earlier.occurred_on, earlier.event_id) <= (latest.occurred_on, latest.event_id)
    group by latest.child_id, latest.record
),
reached as (
    select *, greatest(latest_known_on, known_days[repeat_count()]) as opened_on
    from series
),
repeated as (
    -- The last repeat_count() of those that were known on the day.
    select *, list_filter(events, lambda event: event.known_on <= opened_on)[-repeat_count():] as harms
    from reached
)
select
    repeated.child_id,
    repeated.record as opened_by,
    repeated.opened_on,
    (
        select min(action.known_on)
        from protective_actions as action
        where action.child_id = repeated.child_id and action.happened_on >= repeated.harms[-1].occurred_on
    ) as closed_on,
    list_transform(repeated.harms, lambda event: event.record) as evidence,
    len(repeated.harms) as times,
    repeated.harms[1].occurred_on as first_on,
    repeated.harms[-1].occurred_on as last_on
from repeated
where not exists (
    from protective_actions as action
    where action.child_id = repeated.child_id
        and action.happened_on >= repeated.harms[1].occurred_on
        and action.known_on <= repeated.opened_on
)
