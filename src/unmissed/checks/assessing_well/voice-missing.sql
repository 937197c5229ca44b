/*
number: 23
title: The child or the family was not heard
asks: Was the child seen, and are the child's and the family's views in the assessment?
why: In Warwickshire a family repeatedly emphasised the high risk for half a year before it was agreed; in Bristol, exploring with a child what he got from an app led him to choose not to use it for a period.
cites: [F.5 ¶34, F.5 ¶38]
severity: watch
unprotected: false
opens: An assessment completes with child_seen, child_view_recorded or family_view_recorded no. Empty is not no.
closes: A later assessment completes in which none of the three is no.
closed_by: [assessments]
parameters: []
needs: [assessments.completed_on, assessments.child_seen, assessments.child_view_recorded, assessments.family_view_recorded]
because: "In the assessment completed on {completed_on}: {not_heard}."
*/
with voices as (
    select
        child_id,
        record,
        place,
        known_on,
        completed_on,
        list_filter([
            case when not child_seen then 'the child was not seen' end,
            case when not child_view_recorded then 'the child''s view is not recorded' end,
            case when not family_view_recorded then 'the family''s view is not recorded' end
        ], lambda gap: gap is not null) as gaps
    from assessed
)
select
    unheard.child_id,
    unheard.record as opened_by,
    unheard.known_on as opened_on,
    (
        select min(later.known_on)
        from voices as later
        where later.child_id = unheard.child_id and later.place > unheard.place and len(later.gaps) = 0
    ) as closed_on,
    []::varchar[] as evidence,
    unheard.completed_on,
    array_to_string(unheard.gaps, '; ') as not_heard
from voices as unheard
where len(unheard.gaps) > 0
