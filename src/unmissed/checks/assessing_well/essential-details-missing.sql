/*
number: 20
title: Age or date of birth missing
asks: Do the register and every assessment say how old the child is?
why: The risk assessments of a 13-year-old in Tower Hamlets did not record her age or date of birth.
cites: [F.5 ¶37]
severity: serious
unprotected: false
opens: The first record about a child without a date of birth is known; or an assessment completes with age_recorded no.
closes: A later assessment completes with age_recorded yes. A missing date of birth stays open until the register holds one.
closed_by: {children: [children.date_of_birth], assessments: [assessments]}
parameters: []
needs: [children.date_of_birth, assessments.completed_on, assessments.age_recorded]
because: "{document} gives neither age nor date of birth."
sharpened: The first record is the first of any table that the register has. A table that it lacks can only make that day later, so it does not keep the check from being assessed.
*/
with records as (
    select child_id, 'assessments:' || assessment_id as record, known_on from assessments
    union all select child_id, 'assessment_factors:' || factor_id, known_on from assessment_factors
    union all select child_id, 'events:' || event_id, known_on from events
    union all select child_id, 'missing_episodes:' || episode_id, known_on from missing_episodes
    union all select child_id, 'concerns:' || concern_id, known_on from concerns
    union all select child_id, 'referrals:' || referral_id, known_on from referrals
    union all select child_id, 'monitoring:' || entry_id, known_on from monitoring
    union all select child_id, 'involvements:' || involvement_id, known_on from involvements
    union all select child_id, 'views:' || view_id, known_on from views
    union all select child_id, 'placements:' || placement_id, known_on from placements
    union all select child_id, 'services:' || service_id, known_on from services
    union all select child_id, 'workers:' || allocation_id, known_on from workers
    union all select child_id, 'meetings:' || meeting_id, known_on from meetings
    union all select child_id, 'actions:' || action_id, known_on from actions
    union all select child_id, 'statuses:' || status_id, known_on from statuses
    union all select child_id, 'practice_audits:' || audit_id, known_on from practice_audits
),
first_records as (
    select child_id, min(known_on) as first_on, min_by(record, {known_on: known_on, record: record}) as record
    from records
    group by child_id
)
select
    children.child_id,
    'children:' || children.child_id as opened_by,
    first_records.first_on as opened_on,
    null::date as closed_on,
    [first_records.record] as evidence,
    'The register, which has held records about the child since ' || in_words(first_records.first_on) || ',' as document
from children
join first_records using (child_id)
where children.date_of_birth is null
union all
select
    assessed.child_id,
    assessed.record,
    assessed.known_on,
    (
        select min(later.known_on)
        from assessed as later
        where later.child_id = assessed.child_id and later.place > assessed.place and later.age_recorded
    ),
    []::varchar[],
    'The assessment completed on ' || in_words(assessed.completed_on)
from assessed
where not assessed.age_recorded
