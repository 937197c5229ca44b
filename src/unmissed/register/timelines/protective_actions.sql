/*
meaning: Protective actions. The start of a service of any kind but education, health and other; a strategy meeting or child protection conference (a MACE meeting talks about action, it is none); a status of child_protection or looked_after; a specialist or secure placement.
*/
select child_id, 'services:' || service_id as record, started_on as happened_on, known_on
from services
where kind not in ('education', 'health', 'other')
union all
select child_id, 'meetings:' || meeting_id, held_on, known_on
from meetings
where kind in ('strategy', 'child_protection_conference')
union all
select child_id, 'statuses:' || status_id, started_on, known_on
from statuses
where kind in ('child_protection', 'looked_after')
union all
select child_id, 'placements:' || placement_id, started_on, known_on
from placements
where kind in ('specialist', 'secure')
