/*
meaning: On any monitoring list. One row is one unbroken run [from_on, until_on) of being on at least one.
*/
with entries as (
    select child_id, 'monitoring:' || entry_id as record, known_on as from_on, removed_known_on as until_on
    from monitoring
)
from runs_of('entries')
