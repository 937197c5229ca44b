/*
number: 12
title: Closed against advice
asks: Did an agency close while another said that it should not?
why: In Tower Hamlets the Police Sexual Exploitation Team closed a 13-year-old's case against the advice of children's social care, in the month in which she was assessed at high risk.
cites: [F.5 ¶37]
severity: critical
unprotected: true
opens: An agency closes, and another agency's disagreement about closure, given in the advice_days before or after, is unresolved; one finding for each closure and view, on the later of the days on which the two are known.
closes: The disagreement is resolved, or the agency that closed opens again on or after the day on which it closed.
closed_by: [views.resolved_on, involvements]
parameters: [advice_days]
needs: [involvements.closed_on, views.resolved_on]
because: "{agency} closed the case on {case_closed_on}, and {objector} disagreed on {given_on}; the disagreement was not resolved."
*/
select
    closure.child_id,
    'involvements:' || closure.involvement_id as opened_by,
    'views:' || objection.view_id as opened_with,
    greatest(closure.closed_known_on, objection.known_on) as opened_on,
    least(objection.resolved_known_on, (
        select min(reopened.known_on)
        from involvements as reopened
        where reopened.child_id = closure.child_id
            and reopened.agency = closure.agency
            and reopened.involvement_id <> closure.involvement_id
            and reopened.opened_on >= closure.closed_on
    )) as closed_on,
    ['views:' || objection.view_id] as evidence,
    closure.agency,
    closure.closed_on as case_closed_on,
    objection.agency as objector,
    objection.given_on
from involvements as closure
join views as objection
    on objection.child_id = closure.child_id
    and objection.about = 'closure'
    and objection.position = 'disagrees'
    and objection.agency <> closure.agency
    and objection.given_on between advice_days_before(closure.closed_on) and advice_days_after(closure.closed_on)
