/*
number: 40
title: Protective practice
asks: What is working for this child?
why: Bristol took a proactive approach to reducing harm to CS-A59 and discussed the risks with him. In Durham, appropriate interventions from early 2019 resulted in protection of CS-A50 from harm.
cites: [F.5 ¶32, F.5 ¶38]
severity: strength
unprotected: false
opens: Direct work or harm reduction starts in the practice_days after the child came to be at risk. Or calm_days have passed without harm after a protective action that was taken on or after the day on which a harm event was known. One finding an action, by whichever comes first.
closes: A harm event on or after the day of the action is recorded after that day.
closed_by: []
parameters: [at_risk_level, sustained_days, practice_days, calm_days]
needs: [assessments.completed_on, assessments.level, assessments.harm, events.harm, meetings, statuses, placements, services]
sharpened: Harm that was known on the day of the action is the harm that it answers, even when it happened on that day; it neither prevents the finding nor closes it.
because: "{practice}."
*/
with harm_events as (
    select child_id, record, happened_on, known_on from harm_on_record where origin = 'event'
),
early as (
    select
        services.child_id,
        'services:' || services.service_id as record,
        services.started_on as acted_on,
        services.known_on as opened_on,
        at_risk.record as answering,
        upper(left(kind, 1)) || said(substr(kind, 2)) || ' began on ' || in_words(services.started_on)
            || ', soon after the child came to be at risk on ' || in_words(at_risk.from_on) as practice
    from services
    join at_risk
        on at_risk.child_id = services.child_id
        and services.started_on between at_risk.from_on and practice_days_after(at_risk.from_on)
    where services.kind in ('direct_work', 'harm_reduction')
),
calm as (
    select
        action.child_id,
        action.record,
        action.happened_on as acted_on,
        greatest(calm_days_after(action.happened_on) + 1, action.known_on) as opened_on,
        arg_max(harm_events.record, (harm_events.known_on, harm_events.record)) as answering,
        'The action taken on ' || in_words(action.happened_on) || ' followed harm recorded on '
            || in_words(max(harm_events.known_on)) || ', and '
            || (calm_days_after(action.happened_on) - action.happened_on) || ' days passed without harm' as practice
    from protective_actions as action
    join harm_events
        on harm_events.child_id = action.child_id
        and harm_events.known_on <= action.happened_on
    group by action.child_id, action.record, action.happened_on, action.known_on
),
practices as (
    select * from (from early union all from calm)
    qualify row_number() over (partition by record order by opened_on, answering) = 1
)
select
    child_id,
    record as opened_by,
    opened_on,
    (
        -- Harm that was known on the day of the action is the harm that it answers.
        select min(harm_events.known_on)
        from harm_events
        where harm_events.child_id = practices.child_id
            and harm_events.happened_on >= practices.acted_on
            and harm_events.known_on > practices.acted_on
    ) as closed_on,
    [answering] as evidence,
    practice
from practices
