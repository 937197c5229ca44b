/*
meaning: How each child stands on the as-of date, one row a child, by what was known on that day. The next review is due `review_days` after the run of being in view began or an assessment of that run became known, as the check review-overdue counts it, and never on or after the 18th birthday.
*/
with recursive reviews as (
    select child_id, from_on as begun_on from in_view where until_on is null
    union all
    select reviews.child_id, min(assessed.known_on)
    from reviews
    join assessed
        on assessed.child_id = reviews.child_id
        and assessed.completed_on >= reviews.begun_on
        and assessed.known_on > reviews.begun_on
    group by reviews.child_id, reviews.begun_on
),
review as (
    select child_id, review_days_after(max(begun_on)) as due_on from reviews group by child_id
),
spells as (
    select child_id, from_on, level, lag(level) over (partition by child_id order by from_on) as before from levels
),
history as (
    select child_id, list({day: from_on, level: level} order by from_on) as changes
    from spells
    where before is distinct from level
    group by child_id
),
last_level as (
    select levels.child_id, levels.level, levels.completed_on, assessed.indicated_level
    from levels
    join assessed on assessed.record = levels.record
    where levels.until_on is null
),
last_assessed as (
    select child_id, max(completed_on) as completed_on from assessed group by child_id
),
harm as (
    select child_id, case when bool_or(harm = 'known') then 'known' else 'suspected' end as worst, max(known_on) as last_known_on
    from harm_on_record
    group by child_id
),
risk as (
    select distinct child_id from at_risk where until_on is null
),
kept as (
    select distinct child_id from kept_in_sight where until_on is null
),
lists as (
    select child_id, list_sort(list(distinct list)) as names from monitoring where removed_known_on is null group by child_id
),
serving as (
    select child_id, list_sort(list(distinct service)) as names from services where ended_known_on is null group by child_id
),
status as (
    select child_id, list_sort(list(distinct kind)) as kinds from statuses where ended_known_on is null group by child_id
),
social_workers as (
    select
        child_id,
        arg_max(worker_id, {started_on: started_on, allocation_id: allocation_id}) filter (where ended_known_on is null) as worker_id,
        count(distinct worker_id) filter (where ended_on is null or ended_on >= worker_days_before(as_of())) as workers
    from workers
    where role = 'social_worker'
    group by child_id
)
select
    children.child_id,
    last_level.level,
    last_level.completed_on as level_on,
    last_level.indicated_level,
    coalesce(history.changes, []) as level_history,
    coalesce(harm.worst, 'none') as harm,
    harm.last_known_on as harm_recorded_on,
    last_assessed.completed_on as last_assessed_on,
    risk.child_id is not null as at_risk,
    coalesce(last_level.level <> 'none', false) or harm.child_id is not null as in_view,
    coalesce(lists.names, []) as lists,
    kept.child_id is not null as kept_in_sight,
    coalesce(serving.names, []) as services,
    coalesce(status.kinds, []) as statuses,
    social_workers.worker_id,
    coalesce(social_workers.workers, 0) as social_workers,
    case when birthdays.eighteenth is null or review.due_on + 1 < birthdays.eighteenth then review.due_on end as next_review_due_on
from children
left join birthdays using (child_id)
left join review using (child_id)
left join history using (child_id)
left join last_level using (child_id)
left join last_assessed using (child_id)
left join harm using (child_id)
left join risk using (child_id)
left join kept using (child_id)
left join lists using (child_id)
left join serving using (child_id)
left join status using (child_id)
left join social_workers using (child_id)
order by children.child_id
