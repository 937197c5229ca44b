/*
title: Referrals that were declined, and why
asks: What was asked for, declined, and why; and was the child at risk on that day?
definition: Referrals declined by the as-of date, by what was asked for and the recorded reason. At risk and harm are those of the day of the decision, by what was then known. `accepted_since` counts those after which a referral of the same kind was accepted.
denominator: referrals declined for the same thing and reason
cites: [F.4 ¶22, F.4 ¶23, F.4 ¶26, F.4 ¶28]
needs: [referrals.outcome, assessments.level, assessments.harm, events.harm]
none: No referral was declined.
columns:
  asked_for: {kind: text, meaning: What was asked for.}
  reason: {kind: text, meaning: "The recorded reason, or not recorded."}
  declined: {kind: count, meaning: Referrals declined.}
  children: {kind: count, meaning: Children whom they were about.}
  at_risk: {kind: count, meaning: Declined while the child was at risk.}
  with_harm: {kind: count, meaning: Declined while harm was on record.}
  accepted_since: {kind: count, meaning: A referral of the same kind was accepted on a later day or on the same.}
  share_at_risk: {kind: percent, of: [declined, at_risk], meaning: "Declined while at risk, of those in the row."}
*/
with declined_on as (
    select *, coalesce(decided_on, known_on) as day from referrals where outcome = 'declined' and day >= counted_from()
),
judged as (
    select
        declined_on.*,
        exists (
            from at_risk
            where at_risk.child_id = declined_on.child_id and from_on <= day and (until_on is null or until_on > day)
        ) as was_at_risk,
        exists (
            from harm_on_record as harm where harm.child_id = declined_on.child_id and harm.known_on <= day
        ) as harmed,
        exists (
            from referrals as other
            where other.child_id = declined_on.child_id
                and other.kind = declined_on.kind
                and other.outcome = 'accepted'
                and coalesce(other.decided_on, other.known_on) >= day
        ) as accepted
    from declined_on
)
select
    kind as asked_for,
    coalesce(reason, 'not recorded') as reason,
    count(*) as declined,
    count(distinct child_id) as children,
    count(*) filter (was_at_risk) as at_risk,
    count(*) filter (harmed) as with_harm,
    count(*) filter (accepted) as accepted_since,
    round(100.0 * count(*) filter (was_at_risk) / count(*), 1)::double as share_at_risk
from judged
group by all
order by declined desc, asked_for, reason
