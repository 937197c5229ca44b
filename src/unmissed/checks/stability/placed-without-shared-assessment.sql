/*
number: 36
title: Placed in another area without a shared risk assessment
asks: Did the host authority and the provider of a placement in another area get the risk assessment?
why: St Helens did not understand what risk assessment the placing authority had done for CS-A27. Staff were escorting the child to the homes of people who were not known to the child and had made contact through a dating app.
cites: [F.5 ¶36]
severity: serious
unprotected: false
opens: The host and the responsible authority of a placement differ, and more than sharing_days after its start the risk assessment is recorded as not shared. Empty is not no.
closes: The sharing, or the end of the placement, becomes known.
closed_by: [placements.risk_assessment_shared_on, placements.ended_on]
parameters: [sharing_days]
needs: [placements.ended_on, placements.host_authority, placements.responsible_authority, placements.risk_assessment_shared, placements.risk_assessment_shared_on]
because: "Placed in {host} by {responsible} on {started_on}, and the risk assessment was not shared by {due}."
*/
select
    child_id,
    'placements:' || placement_id as opened_by,
    greatest(sharing_days_after(started_on) + 1, known_on) as opened_on,
    least(
        ended_known_on,
        case when risk_assessment_shared is distinct from false then risk_assessment_shared_known_on end
    ) as closed_on,
    []::varchar[] as evidence,
    host_authority as host,
    responsible_authority as responsible,
    started_on,
    sharing_days_after(started_on) as due
from placements
where host_authority <> responsible_authority
    -- Recorded as not shared on the day of opening: until the day of sharing is known, the record reads no.
    and (
        risk_assessment_shared = false
        or risk_assessment_shared_known_on > greatest(sharing_days_after(started_on) + 1, known_on)
    )
