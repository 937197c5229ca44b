/*
meaning: In view, so that somebody must reassess. One row is one unbroken run [from_on, until_on) of level `at_risk_level` or above; or of being monitored; or of a level above none while an involvement, a service or a status is open. Any level above none counts as low, so that a local at_risk_level of high leaves nobody out.
*/
with work as (
    select child_id, known_on as from_on, closed_known_on as until_on, 'involvements:' || involvement_id as record
    from involvements
    union all select child_id, known_on, ended_known_on, 'services:' || service_id from services
    union all select child_id, known_on, ended_known_on, 'statuses:' || status_id from statuses
),
-- Merged first: a child has many pieces of work, and each level would meet them all.
at_work as (
    from runs_of('work')
),
reasons as (
    select child_id, from_on, until_on, record from levels where level_rank >= at_risk_level()
    union all
    select child_id, from_on, until_on, record from monitored
    union all
    select
        levels.child_id,
        greatest(levels.from_on, at_work.from_on),
        least(levels.until_on, at_work.until_on),
        case when levels.from_on >= at_work.from_on then levels.record else at_work.record end
    from levels
    join at_work using (child_id)
    -- From at_risk_level on, a level alone puts a child in view.
    where levels.level <> 'none' and levels.level_rank < at_risk_level()
)
from runs_of('reasons')
