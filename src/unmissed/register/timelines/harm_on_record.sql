/*
meaning: "Harm on record: events and completed assessments that say suspected or known. `origin` is event or assessment."
*/
select
    child_id,
    'events:' || event_id as record,
    'event' as origin,
    harm,
    occurred_on as happened_on,
    known_on
from events
where harm in ('suspected', 'known')
union all
select
    child_id,
    record,
    'assessment' as origin,
    harm,
    completed_on as happened_on,
    known_on
from assessed
where harm in ('suspected', 'known')
