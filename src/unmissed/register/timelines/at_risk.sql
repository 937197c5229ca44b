/*
meaning: At risk. One row is one unbroken run [from_on, until_on) of level `at_risk_level` or above, or of risk through harm. `record` began the run.
*/
with reasons as (
    select child_id, from_on, until_on, record from levels where level_rank >= at_risk_level()
    union all
    select child_id, from_on, until_on, record from risk_through_harm
)
from runs_of('reasons')
