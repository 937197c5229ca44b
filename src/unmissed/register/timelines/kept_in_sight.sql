/*
meaning: Kept in sight. One row is one unbroken run [from_on, until_on) of being monitored or on a child protection plan (multi-agency by law).
*/
with keeping as (
    select child_id, from_on, until_on, record from monitored
    union all
    select child_id, known_on, ended_known_on, 'statuses:' || status_id
    from statuses
    where kind = 'child_protection'
)
from merged('keeping')
