/*
number: 38
title: Agreed action overdue
asks: Was every agreed action done when it was due?
why: Assessments of four children in Durham described a catalogue of harm with little evidence of effective action to stop it.
cites: [F.5 ¶32]
severity: serious
unprotected: false
opens: An action is not done by its due date; where none was given, not done in the action_default_days after it was set.
closes: It becomes known that the action was done.
closed_by: [actions.done_on]
parameters: [action_default_days]
needs: [actions.due_on, actions.done_on]
because: "An action for {agency}, set on {set_on}, was due by {due} and was not done by then."
*/
select
    child_id,
    'actions:' || action_id as opened_by,
    greatest(coalesce(due_on, action_default_days_after(set_on)) + 1, known_on) as opened_on,
    done_known_on as closed_on,
    case when meeting_id is null then [] else ['meetings:' || meeting_id] end::varchar[] as evidence,
    agency,
    set_on,
    coalesce(due_on, action_default_days_after(set_on)) as due
from actions
