/*
number: 15
title: Harm without protective action
asks: Did something protective happen soon after harm was recorded?
why: Durham's assessments described a catalogue of harm by networks of perpetrators with little evidence of effective action to stop it.
cites: [F.5 ¶32]
severity: critical
unprotected: true
opens: An event with harm suspected or known, and no protective action in the action_days after it was recorded.
closes: A protective action that happened on or after the recording becomes known.
closed_by: [services, meetings, statuses, placements]
parameters: [action_days]
needs: [events.harm, services, meetings, statuses, placements]
because: "Harm ({harm}) on {happened_on}, recorded on {recorded}, and no protective action within {days} days."
sharpened: An action between the harm and its recording was no answer to it, since nobody knew of it; otherwise any earlier action would silence harm that is told of later.
*/
select
    events.child_id,
    'events:' || events.event_id as opened_by,
    action_days_after(events.known_on) + 1 as opened_on,
    (
        select min(action.known_on)
        from protective_actions as action
        where action.child_id = events.child_id and action.happened_on >= events.known_on
    ) as closed_on,
    []::varchar[] as evidence,
    events.harm,
    events.occurred_on as happened_on,
    events.known_on as recorded,
    action_days_after(events.known_on) - events.known_on as days
from events
where events.harm in ('suspected', 'known')
