/*
meaning: Kept in sight. One row is one unbroken run [from_on, until_on) of being monitored or on a child protection plan (multi-agency by law).
*/
with keeping as (
    -- The entries themselves, so that `last_record` names the one that ended last.
    select child_id, known_on as from_on, removed_known_on as until_on, 'monitoring:' || entry_id as record from monitoring
    union all
    select child_id, known_on, ended_known_on, 'statuses:' || status_id
    from statuses
    where kind = 'child_protection'
)
from merged('keeping')
