/*
number: 3
title: A perpetrator was required
asks: Did an unknown perpetrator count against the child?
why: Durham's director explained that children would not be classified as high risk where there was no identified perpetrator. The inquiry called this wholly unacceptable, because a child might be at even higher risk.
cites: [F.4 ¶25]
severity: critical
unprotected: true
opens: A referral is declined, or the child is removed from monitoring, with the reason no_identified_perpetrator; or an assessment completes with the level below the indicated level and perpetrator_identified no.
closes: After a referral, one of the same kind is accepted, or the child is put on a monitoring list. After a removal, the child is put on a monitoring list. After an assessment, a later one completes with a level at or above the level that it indicates itself.
closed_by: {referrals: [monitoring, referrals], monitoring: [monitoring], assessments: [assessments]}
sharpened: Each act is answered by its own kind of answer. A later assessment that records no indicated level cannot show that it is at it. A decision without a date counts as made on the day on which the referral was known.
parameters: []
needs: [referrals.decided_on, referrals.outcome, referrals.reason, monitoring.removed_on, monitoring.removal_reason, assessments.completed_on, assessments.level, assessments.indicated_level, assessments.perpetrator_identified]
because: "On {acted_on} {act} while no perpetrator was identified. An unknown perpetrator never lowers the risk."
*/
with acts as (
    select
        child_id,
        'referrals:' || referral_id as record,
        coalesce(decided_on, known_on) as acted_on,
        coalesce(decided_known_on, known_on) as known_on,
        'a referral (' || said(kind) || ') was declined' as act,
        kind as referral_kind,
        null as place
    from referrals
    where outcome = 'declined' and reason = 'no_identified_perpetrator'
    union all
    select
        child_id,
        'monitoring:' || entry_id,
        removed_on,
        removed_known_on,
        'the child was removed from ' || list,
        null,
        null
    from monitoring
    where removed_on is not null and removal_reason = 'no_identified_perpetrator'
    union all
    select
        child_id,
        record,
        completed_on,
        known_on,
        'the level was set at ' || said(level) || ', below the ' || said(indicated_level) || ' that was indicated,',
        null,
        place
    from assessed
    where rank(level) < rank(indicated_level) and not perpetrator_identified
)
select
    acts.child_id,
    acts.record as opened_by,
    acts.known_on as opened_on,
    case when acts.place is null then least(
        (
            select min(coalesce(accepted.decided_known_on, accepted.known_on))
            from referrals as accepted
            where accepted.child_id = acts.child_id
                and accepted.kind = acts.referral_kind
                and accepted.outcome = 'accepted'
                and coalesce(accepted.decided_on, accepted.known_on) >= acts.acted_on
        ),
        (
            select min(entry.known_on)
            from monitoring as entry
            where entry.child_id = acts.child_id
                and entry.added_on >= acts.acted_on
                and 'monitoring:' || entry.entry_id <> acts.record
        )
    ) else (
        select min(later.known_on)
        from assessed as later
        where later.child_id = acts.child_id
            and later.place > acts.place
            and rank(later.level) >= rank(later.indicated_level)
    ) end as closed_on,
    []::varchar[] as evidence,
    acts.acted_on,
    acts.act
from acts
