/*
number: 22
title: Contact with an unknown adult, not assessed
asks: Was the risk assessed soon after the child had contact with an adult whom nobody knew?
why: Staff escorted a child to the homes of people not known to him who had contacted him through a dating app, and St Helens did not understand what risk assessment had been done.
cites: [F.5 ¶36]
severity: critical
unprotected: true
opens: An event of kind contact_with_unknown_adult, and no assessment completed in the event_days after the contact.
closes: An assessment that was completed on or after the contact becomes known.
closed_by: [assessments]
parameters: [event_days]
needs: [events, assessments.completed_on]
because: "Contact with an unknown adult on {contact_on}, and no assessment completed by {due}."
*/
select
    contact.child_id,
    'events:' || contact.event_id as opened_by,
    greatest(event_days_after(contact.occurred_on) + 1, contact.known_on) as opened_on,
    (
        select min(assessed.known_on)
        from assessed
        where assessed.child_id = contact.child_id and assessed.completed_on >= contact.occurred_on
    ) as closed_on,
    []::varchar[] as evidence,
    contact.occurred_on as contact_on,
    event_days_after(contact.occurred_on) as due
from events as contact
where contact.kind = 'contact_with_unknown_adult'
