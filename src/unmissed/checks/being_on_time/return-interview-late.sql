/*
number: 29
title: Return interview not offered in time
asks: Was every child offered a return interview within 72 hours of coming back?
why: Statutory guidance in England asks for a return interview after every episode, offered within 72 hours. It is where a child can say what happened and with whom, soon enough to be protected.
cites: [Beyond the source]
severity: serious
unprotected: false
opens: A missing episode (away included) ended, and no return interview was offered within return_interview_days of the return.
closes: An offer on or after the return becomes known.
closed_by: [missing_episodes.return_interview_offered_on]
parameters: [return_interview_days]
needs: [missing_episodes.ended_on, missing_episodes.return_interview_offered_on]
because: "{episode}, returned on {returned_on}, and no offer of a return interview by {due} is recorded."
sharpened: An offer before the return is no offer of a return interview. An interview without a date of offer leaves open when it was offered, so the finding stays open until the date is recorded.
*/
select
    child_id,
    'missing_episodes:' || episode_id as opened_by,
    greatest(return_interview_days_after(ended_on) + 1, ended_known_on) as opened_on,
    case when return_interview_offered_on >= ended_on then return_interview_offered_known_on end as closed_on,
    []::varchar[] as evidence,
    case kind when 'away' then 'Away' else 'Missing' end || ' from ' || in_words(started_on) as episode,
    ended_on as returned_on,
    return_interview_days_after(ended_on) as due
from missing_episodes
where ended_on is not null
