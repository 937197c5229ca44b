/*
number: 27
title: Significant event without reassessment
asks: Was the child reassessed soon after harm, or after going missing without a return interview?
why: Tower Hamlets told the inquiry that a risk assessment is reviewed every 12 weeks or if a significant event occurs, and could not show it.
cites: [F.4 ¶30]
severity: serious
unprotected: true
opens: A significant event (an event with harm suspected or known; or a missing episode, away included, with no return interview completed in the event_days after the return), and no assessment completed in the event_days after it was recorded.
closes: An assessment that was completed on or after the recording becomes known.
closed_by: [assessments]
parameters: [event_days]
needs: [events.harm, missing_episodes.ended_on, missing_episodes.return_interview_completed_on, assessments.completed_on]
because: "{what}, recorded on {recorded_on}, and no assessment completed by {due}."
sharpened: An assessment completed before the event was recorded did not know of it and does not count. The event_days for the assessment run from the recording of the missing episode itself, beside those for the return interview and not after them; the finding opens when both have passed. Before the return is known, the limit for the interview has not begun.
*/
select
    significant.child_id,
    significant.record as opened_by,
    greatest(event_days_after(significant.recorded_on) + 1, significant.known_on) as opened_on,
    (
        select min(assessed.known_on)
        from assessed
        where assessed.child_id = significant.child_id and assessed.completed_on >= significant.recorded_on
    ) as closed_on,
    []::varchar[] as evidence,
    case significant.origin
        when 'event' then 'Harm on ' || in_words(significant.happened_on)
        else 'Missing or away from ' || in_words(significant.happened_on) || ' with no return interview in time'
    end as what,
    significant.recorded_on,
    event_days_after(significant.recorded_on) as due
from significant_events as significant
