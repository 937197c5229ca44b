/*
number: 6
title: High risk recognised too late
asks: Did evidence of high lead to a level of high within weeks?
why: A family in Warwickshire said throughout the second half of 2016 that their child was at high risk; the council agreed in May 2017. In St Helens a specialist placement came three years after risk was evident.
cites: [F.5 ¶34, F.5 ¶35]
severity: serious
unprotected: true
opens: An assessment indicates high or above, a concern asserts high or above, or known harm is recorded within recent_harm_days of happening, and the level was not high or above on any day of the recognition_days that follow. The limit runs from the completion, from the day on which the concern was raised, or from the recording of the harm.
closes: The level is high or above; or an assessment, completed when the evidence was known and sustained_days or more after the limit began, records a level below high with past_harm_considered yes.
closed_by: [assessments]
sharpened: High means high or above. One assessment is one piece of evidence, even where it both indicates high and says known harm. An assessment can say otherwise only of evidence that was known when it was completed.
parameters: [recent_harm_days, recognition_days, sustained_days]
needs: [assessments.completed_on, assessments.level, assessments.indicated_level, assessments.harm, assessments.past_harm_considered, concerns.asserted_level, events.harm]
because: "On {happened_on} {what}, and the level was not high or above by {due}."
*/
with pieces as (
    select
        child_id,
        record,
        'an assessment indicated ' || said(indicated_level) as what,
        completed_on as happened_on,
        completed_on as runs_from,
        known_on
    from assessed
    where rank(indicated_level) >= rank('high')
    union all
    select
        child_id,
        'concerns:' || concern_id,
        'a concern asserted ' || said(asserted_level),
        raised_on,
        raised_on,
        known_on
    from concerns
    where rank(asserted_level) >= rank('high')
    union all
    select child_id, record, 'harm was known', happened_on, known_on, known_on
    from harm_on_record
    where harm = 'known'
        and known_on <= recent_harm_days_after(happened_on)
        and record not in (select record from assessed where rank(indicated_level) >= rank('high'))
)
select
    pieces.child_id,
    pieces.record as opened_by,
    greatest(recognition_days_after(pieces.runs_from) + 1, pieces.known_on) as opened_on,
    least(
        (
            select min(greatest(levels.from_on, pieces.runs_from))
            from levels
            where levels.child_id = pieces.child_id
                and levels.level_rank >= rank('high')
                and (levels.until_on is null or levels.until_on > pieces.runs_from)
        ),
        (
            select min(otherwise.known_on)
            from assessed as otherwise
            where otherwise.child_id = pieces.child_id
                and rank(otherwise.level) < rank('high')
                and otherwise.past_harm_considered
                and otherwise.completed_on >= sustained_days_after(pieces.runs_from)
                and otherwise.completed_on >= pieces.known_on
        )
    ) as closed_on,
    []::varchar[] as evidence,
    pieces.happened_on,
    pieces.what,
    recognition_days_after(pieces.runs_from) as due
from pieces
