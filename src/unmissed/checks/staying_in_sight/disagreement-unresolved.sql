/*
number: 14
title: Disagreement unresolved
asks: Do disagreements between agencies end in a decision?
why: In Tower Hamlets a case was closed against the advice of children's social care. A disagreement that nobody resolves leaves the child where the quicker agency put her.
cites: [F.5 ¶37]
severity: serious
unprotected: false
opens: An agency disagrees, about whatever decision, and the disagreement is not resolved within resolve_days of the day on which the view was given.
closes: The disagreement is resolved.
closed_by: [views.resolved_on]
parameters: [resolve_days]
needs: [views.resolved_on]
because: "{agency} disagreed about {about} on {given_on}, and this was not resolved by {due}."
*/
select
    child_id,
    'views:' || view_id as opened_by,
    greatest(resolve_days_after(given_on) + 1, known_on) as opened_on,
    resolved_known_on as closed_on,
    []::varchar[] as evidence,
    agency,
    said(about) as about,
    given_on,
    resolve_days_after(given_on) as due
from views
where position = 'disagrees'
