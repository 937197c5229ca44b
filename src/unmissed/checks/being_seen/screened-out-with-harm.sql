/*
number: 2
title: Screened out with harm on record
asks: Was a child turned away although harm was on record?
why: An 11-year-old whom adults had harmed online did not meet the threshold of Durham's tracker. A threshold that screens such a child out is wrong.
cites: [F.4 ¶23, F.4 ¶26]
severity: critical
unprotected: true
opens: A referral of any kind is declined on a day on which the child is at risk through harm.
closes: A referral of the same kind is accepted, the child is put on a monitoring list, or something protective starts, on or after the day of the decision; or the child is no longer at risk.
closed_by: [monitoring, services, meetings, statuses, placements, referrals, assessments]
sharpened: Being on a list already does not excuse the decision; only a new entry closes. A decision without a date counts as made on the day on which the referral was known.
parameters: [at_risk_level, sustained_days]
needs: [referrals.decided_on, referrals.outcome, assessments.completed_on, assessments.level, assessments.harm, events.harm, monitoring, services, meetings, statuses, placements]
because: "A referral ({kind}) was declined on {declined_on} although harm ({harm}) of {harmed_on} was on record."
*/
with declined as (
    select
        child_id,
        referral_id,
        kind,
        coalesce(decided_on, known_on) as declined_on,
        coalesce(decided_known_on, known_on) as known_on
    from referrals
    where outcome = 'declined'
),
-- The harm that put the child at risk on the day of the decision, by what was known on it.
despite_harm as (
    select
        declined.*,
        list(harm.record) as evidence,
        arg_max(harm.harm, {on_day: harm.happened_on, record: harm.record}) as harm,
        max(harm.happened_on) as harmed_on
    from declined
    join risk_through_harm as harm
        on harm.child_id = declined.child_id
        and harm.from_on <= declined.declined_on
        and (harm.until_on is null or harm.until_on > declined.declined_on)
    group by all
)
select
    despite_harm.child_id,
    'referrals:' || despite_harm.referral_id as opened_by,
    despite_harm.known_on as opened_on,
    least(
        at_risk.until_on,
        (
            select min(coalesce(accepted.decided_known_on, accepted.known_on))
            from referrals as accepted
            where accepted.child_id = despite_harm.child_id
                and accepted.kind = despite_harm.kind
                and accepted.outcome = 'accepted'
                and coalesce(accepted.decided_on, accepted.known_on) >= despite_harm.declined_on
        ),
        (
            select min(entry.known_on)
            from monitoring as entry
            where entry.child_id = despite_harm.child_id and entry.added_on >= despite_harm.declined_on
        ),
        (
            select min(action.known_on)
            from protective_actions as action
            where action.child_id = despite_harm.child_id and action.happened_on >= despite_harm.declined_on
        )
    ) as closed_on,
    despite_harm.evidence,
    said(despite_harm.kind) as kind,
    despite_harm.declined_on,
    despite_harm.harm,
    despite_harm.harmed_on
from despite_harm
join at_risk
    on at_risk.child_id = despite_harm.child_id
    and at_risk.from_on <= despite_harm.declined_on
    and (at_risk.until_on is null or at_risk.until_on > despite_harm.declined_on)
