/*
number: 18
title: Declined for a threshold, and no service instead
asks: When a service declined a child as below its threshold or not assessed, did any service start?
why: The St Helens service could accept only children deemed medium or high risk, and children who needed support to prevent exploitation were not classified as high enough to receive it.
cites: [F.4 ¶22, F.4 ¶23, F.4 ¶28]
severity: serious
unprotected: false
opens: A referral for a service was declined as below_threshold or no_assessment, and no service started in the service_days after the decision.
closes: A service that started on or after the decision becomes known.
closed_by: [services]
parameters: [service_days]
needs: [referrals.decided_on, referrals.outcome, referrals.reason, services]
because: "{referred_to} declined the referral ({reason}) on {declined_on}, and no service started by {due}."
sharpened: A decision without a date counts from the day on which it was known.
*/
with declined as (
    select *, coalesce(decided_on, known_on) as declined_on, coalesce(decided_known_on, known_on) as declined_known_on
    from referrals
    where kind = 'service' and outcome = 'declined' and reason in ('below_threshold', 'no_assessment')
)
select
    declined.child_id,
    'referrals:' || declined.referral_id as opened_by,
    greatest(service_days_after(declined.declined_on) + 1, declined.declined_known_on) as opened_on,
    (
        select min(service.known_on)
        from services as service
        where service.child_id = declined.child_id and service.started_on >= declined.declined_on
    ) as closed_on,
    []::varchar[] as evidence,
    declined.referred_to,
    said(declined.reason) as reason,
    declined.declined_on,
    service_days_after(declined.declined_on) as due
from declined
