/*
number: 39
title: Nothing arranged for turning 18
asks: Is help beyond the 18th birthday in hand for a young person who is still at risk?
why: Exploitation does not end on an 18th birthday, and the services for children do. The inquiry does not name this gap; the check goes beyond the source.
cites: [Beyond the source]
severity: watch
unprotected: false
opens: The child is at risk on reaching the age of transition_months, and neither a referral to adult services nor an adult_transition service is known. It is due before that day.
closes: Such a referral or service becomes known, whatever was decided on it.
closed_by: [referrals, services]
parameters: [at_risk_level, sustained_days, transition_months]
needs: [children.date_of_birth, assessments.completed_on, assessments.level, assessments.harm, events.harm, referrals, services]
sharpened: A referral or a service counts from the day on which it is known, however early it was made; there is no opening act that it could precede.
because: "At risk since {since} and 18 on {eighteenth}, with no referral to adult services and no transition service."
*/
with reaching as (
    -- Counted in months; a day that the month does not have is the last one that it has.
    select child_id, (date_of_birth + to_months(transition_months()))::date as opened_on, eighteenth
    from birthdays
),
arranged as (
    select child_id, known_on from referrals where kind = 'adult_services'
    union all
    select child_id, known_on from services where kind = 'adult_transition'
)
select
    reaching.child_id,
    at_risk.record as opened_by,
    reaching.opened_on,
    (select min(arranged.known_on) from arranged where arranged.child_id = reaching.child_id) as closed_on,
    []::varchar[] as evidence,
    at_risk.from_on as since,
    reaching.eighteenth
from reaching
join at_risk
    on at_risk.child_id = reaching.child_id
    and at_risk.from_on <= reaching.opened_on
    and (at_risk.until_on is null or at_risk.until_on > reaching.opened_on)
