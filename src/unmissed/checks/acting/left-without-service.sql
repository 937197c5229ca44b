/*
number: 17
title: Left without a service
asks: Does every child with a level above none have a service, or at low have had one?
why: The St Helens support service could accept only referrals deemed medium or high, so that children in need of preventive work were potentially missed. Barnardo's warned that a risk assessment as the only way to a service leads to children being missed.
cites: [F.4 ¶23, F.4 ¶28]
severity: serious
unprotected: true
opens: The level has been at_risk_level or above and no service has been running for more than service_days; or the level is lower but above none, and no service has ever run since it first rose above none.
closes: A service starts, or the level is none.
closed_by: [services, assessments]
parameters: [at_risk_level, service_days]
needs: [assessments.completed_on, assessments.level, services.ended_on]
because: "Assessed as {level}, and no service has {run_since}."
sharpened: One finding at a time. A level that was high enough for the first half and falls to low closes nothing. A service closes on the day it is known, if it runs then or started in the run; one that was over by the time it was recorded begins a new run on that day. Any level above none but below at_risk_level counts as low.
*/
with running as (
    select child_id, known_on as from_on, ended_known_on as until_on, 'services:' || service_id as record from services
),
served as (from merged('running')),
high_enough as (select child_id, from_on, until_on, record from levels where level_rank >= at_risk_level()),
risks as (from runs_of('high_enough')),
first_rise as (select child_id, min(from_on) as rose_on from levels where level <> 'none' group by child_id),
first_service as (
    select child_id, min(greatest(known_on, rose_on)) as served_on
    from services
    join first_rise using (child_id)
    where ended_on is null or ended_on > rose_on or started_on >= rose_on
    group by child_id
),
never_served as (
    select child_id, from_on, least(until_on, served_on) as until_on, record
    from levels
    left join first_service using (child_id)
    where level <> 'none' and level_rank < at_risk_level() and from_on < coalesce(served_on, date '9999-12-31')
),
stretches as (from without('risks', 'served') union all select child_id, from_on, until_on, record from never_served),
unserved as (from runs_of('stretches')),
closers as (
    -- A service that was over by the time it was recorded closes only the runs in which it started.
    select child_id, known_on, case when ended_known_on = known_on then started_on end as started_on,
        'services:' || service_id as record
    from services
    union all
    select child_id, from_on, null, record from levels where level = 'none'
),
-- Every day on which a run may begin.
beginnings as (
    select child_id, from_on as begun_on, until_on, record from unserved
    union all
    select unserved.child_id, closers.known_on, unserved.until_on, min(closers.record)
    from unserved
    join closers on closers.child_id = unserved.child_id and closers.known_on > unserved.from_on
    where unserved.until_on is null or closers.known_on < unserved.until_on
    group by all
),
limits as (
    select
        *,
        least(service_days_after(begun_on) + 1, (
            select min(greatest(spell.from_on, beginnings.begun_on))
            from never_served as spell
            where spell.child_id = beginnings.child_id
                and (spell.until_on is null or spell.until_on > beginnings.begun_on)
        )) as opened_on,
        (
            select min(closer.known_on)
            from closers as closer
            where closer.child_id = beginnings.child_id
                and closer.known_on > beginnings.begun_on
                and (closer.started_on is null or closer.started_on >= beginnings.begun_on)
        ) as closed_on
    from beginnings
),
runs as (
    select
        *,
        opened_on < least(until_on, closed_on, date '9999-12-31') as left_without,
        case when left_without then closed_on else least(until_on, closed_on) end as ended_on
    from limits
),
-- The next run begins when the one before has ended, or when the child is without a service again.
each as (
    from one_at_a_time('runs')
)
select
    each.child_id,
    each.record as opened_by,
    each.opened_on,
    each.closed_on,
    [levels.record] as evidence,
    said(levels.level) as level,
    case
        when levels.level_rank >= at_risk_level() then 'run since ' || in_words(each.begun_on)
        else 'ever run since the level first rose above none on ' || in_words(first_rise.rose_on)
    end as run_since
from each
join first_rise using (child_id)
left join levels
    on levels.child_id = each.child_id
    and levels.from_on <= each.opened_on
    and coalesce(levels.until_on, date '9999-12-31') > each.opened_on
where each.left_without
