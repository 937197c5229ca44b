/*
meaning: What the timeline of a child draws, as it was known on the as-of date. One row is one spell or point on one line (`line`); `until_on` is empty for a point and while a spell runs. `detail` is a code that decides how it looks, `label` what is written. The children are those of the table `shown`, a batch at a time.
*/
with life as (
    select child_id, 'level' as line, record, level as detail, said(level) as label, from_on, until_on, from_on as known_on
    from levels
    union all
    select
        harm_on_record.child_id,
        'harm',
        harm_on_record.record,
        harm_on_record.origin || '_' || harm_on_record.harm,
        harm_on_record.harm || ', ' || coalesce(said(events.kind), 'said by an assessment'),
        harm_on_record.happened_on,
        null,
        harm_on_record.known_on
    from harm_on_record
    left join events on 'events:' || events.event_id = harm_on_record.record
    union all
    select child_id, 'events', 'events:' || event_id, kind, said(kind), occurred_on, null, known_on
    from events
    where harm is null or harm = 'none'
    union all
    select child_id, 'missing', 'missing_episodes:' || episode_id, kind, coalesce(kind, 'missing'), started_on, ended_on, known_on
    from missing_episodes
    union all
    select
        child_id,
        'concerns',
        'concerns:' || concern_id,
        about,
        said(about) || ', raised by ' || case raised_by
            when 'child' then 'the child'
            when 'family' then 'the family'
            when 'school' then 'the school'
            when 'health' then 'health services'
            when 'police' then 'the police'
            when 'voluntary' then 'a voluntary service'
            when 'public' then 'a member of the public'
            else 'a ' || said(raised_by)
        end,
        raised_on,
        null,
        known_on
    from concerns
    union all
    select child_id, 'sight', 'monitoring:' || entry_id, 'list', list, added_on, removed_on, known_on
    from monitoring
    union all
    select child_id, 'sight', 'statuses:' || status_id, kind, 'child protection plan', started_on, ended_on, known_on
    from statuses
    where kind = 'child_protection'
    union all
    select child_id, 'meetings', 'meetings:' || meeting_id, kind, said(kind), held_on, null, known_on
    from meetings
    union all
    select child_id, 'services', 'services:' || service_id, kind, service, started_on, ended_on, known_on
    from services
    union all
    select child_id, 'agencies', 'involvements:' || involvement_id, 'agency', concat_ws(', ', agency, team), opened_on, closed_on, known_on
    from involvements
    union all
    select child_id, 'status', 'statuses:' || status_id, kind, said(kind), started_on, ended_on, known_on
    from statuses
    where kind <> 'child_protection'
    union all
    select
        child_id,
        'placements',
        'placements:' || placement_id,
        kind,
        said(kind) || case when host_authority <> responsible_authority then ', out of area' else '' end,
        started_on,
        ended_on,
        known_on
    from placements
    union all
    select
        child_id,
        'workers',
        'workers:' || allocation_id,
        role,
        case when role = 'social_worker' then '' else said(role) || ' ' end || worker_id,
        started_on,
        ended_on,
        known_on
    from workers
)
select life.child_id, life.line, life.record, life.detail, life.label, life.from_on, life.until_on, life.known_on
from life
join shown on shown.child_id = life.child_id
where shown.place > $after and shown.place <= $after + $size
order by shown.place, life.line, life.from_on, life.record
