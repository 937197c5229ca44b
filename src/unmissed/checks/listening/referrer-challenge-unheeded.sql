/*
number: 31
title: Challenge to a threshold unheeded
asks: Was everybody who said that a threshold leaves a child out answered?
why: Referring agencies in Durham reported in August 2020 that cases were missed off the tracker because they were often scored as medium risk.
cites: [F.4 ¶26]
severity: serious
unprotected: false
opens: A concern about a threshold, or an agency's disagreement about one, has had no answer or resolution for more than concern_days.
closes: The answer or the resolution becomes known, whatever it says.
closed_by: [concerns.responded_on, views.resolved_on]
parameters: [concern_days]
needs: [concerns.responded_on, concerns.response, views.resolved_on]
because: "The {challenge} about a threshold of {challenged_on} ({challenger}) had no answer by {due}."
*/
with challenges as (
    select
        child_id,
        'concerns:' || concern_id as record,
        'concern' as challenge,
        said(raised_by) as challenger,
        raised_on as challenged_on,
        known_on,
        -- An answer without a date of its own is known with its row.
        coalesce(responded_known_on, case when response is not null then known_on end) as answered_on
    from concerns
    where about = 'threshold'
    union all
    select child_id, 'views:' || view_id, 'disagreement', agency, given_on, known_on, resolved_known_on
    from views
    where about = 'threshold' and position = 'disagrees'
)
select
    child_id,
    record as opened_by,
    greatest(concern_days_after(challenged_on) + 1, known_on) as opened_on,
    answered_on as closed_on,
    []::varchar[] as evidence,
    challenge,
    challenger,
    challenged_on,
    concern_days_after(challenged_on) as due
from challenges
