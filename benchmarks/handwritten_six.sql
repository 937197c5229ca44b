/*
The same findings of six checks as one would write them by hand for these registers: constants instead of a policy, no evidence, no
sentences, no severity, only the columns needed. `today()` is the as-of date and `register` the folder of Parquet files.
*/

-- What was known: a row from its recording, a later date from its own day.
create temp table completed as
select
    child_id, assessment_id, started_on, completed_on, past_harm_considered, harm,
    case level when 'none' then 0 when 'low' then 1 when 'medium' then 2 when 'high' then 3 when 'very_high' then 4 end as level,
    greatest(recorded_on, started_on, completed_on) as known_on,
    row_number() over (partition by child_id order by completed_on, assessment_id) as place
from read_parquet(getvariable('register') || '/assessments.parquet')
where completed_on <= today() and greatest(recorded_on, started_on) <= today();

create temp table harmed as
select child_id, event_id, occurred_on, greatest(recorded_on, occurred_on) as known_on
from read_parquet(getvariable('register') || '/events.parquet')
where harm in ('suspected', 'known') and greatest(recorded_on, occurred_on) <= today();

create temp table listed as
select
    child_id, entry_id, added_on, removal_reason,
    case when removed_on <= today() then removed_on end as removed_on,
    greatest(recorded_on, added_on) as known_on,
    case when removed_on <= today() then greatest(recorded_on, added_on, removed_on) end as removed_known_on
from read_parquet(getvariable('register') || '/monitoring.parquet')
where greatest(recorded_on, added_on) <= today();

create temp table allocated as
select
    child_id, allocation_id, worker_id, started_on,
    greatest(recorded_on, started_on) as known_on,
    case when ended_on <= today() then ended_on end as ended_on
from read_parquet(getvariable('register') || '/workers.parquet')
where role = 'social_worker' and greatest(recorded_on, started_on) <= today();

create temp table work as
select child_id, kind, started_on, 'services' as source,
    greatest(recorded_on, started_on) as from_on, case when ended_on <= today() then greatest(recorded_on, started_on, ended_on) end as until_on
from read_parquet(getvariable('register') || '/services.parquet')
where greatest(recorded_on, started_on) <= today()
union all
select child_id, kind, started_on, 'statuses',
    greatest(recorded_on, started_on), case when ended_on <= today() then greatest(recorded_on, started_on, ended_on) end
from read_parquet(getvariable('register') || '/statuses.parquet')
where greatest(recorded_on, started_on) <= today()
union all
select child_id, null, opened_on, 'involvements',
    greatest(recorded_on, opened_on), case when closed_on <= today() then greatest(recorded_on, opened_on, closed_on) end
from read_parquet(getvariable('register') || '/involvements.parquet')
where greatest(recorded_on, opened_on) <= today();

create temp table protected as
select child_id, started_on as happened_on, from_on as known_on from work
where (source = 'services' and kind not in ('education', 'health', 'other')) or (source = 'statuses' and kind in ('child_protection', 'looked_after'))
union all
select child_id, held_on, greatest(recorded_on, held_on) from read_parquet(getvariable('register') || '/meetings.parquet')
where kind in ('strategy', 'child_protection_conference') and greatest(recorded_on, held_on) <= today()
union all
select child_id, started_on, greatest(recorded_on, started_on) from read_parquet(getvariable('register') || '/placements.parquet')
where kind in ('specialist', 'secure') and greatest(recorded_on, started_on) <= today();

-- The level on each day: an assessment that became known after a later one never sets it.
create temp table levels as
select child_id, place, level, known_on as from_on, lead(known_on) over (partition by child_id order by known_on) as until_on
from (select *, max(place) over (partition by child_id order by known_on) as last_place from completed where level is not null)
where place = last_place;

create temp table harm_on_record as
select child_id, occurred_on as happened_on, known_on from harmed
union all
select child_id, completed_on, known_on from completed where harm in ('suspected', 'known');

-- Harm without action: 14 days after it was recorded.
create temp table without_action as
select harmed.child_id, any_value(harmed.known_on) + 15 as opened_on, min(protected.known_on) as closed_on
from harmed
left join protected on protected.child_id = harmed.child_id and protected.happened_on >= harmed.known_on
group by harmed.child_id, harmed.event_id;

-- Removed from the last list while at risk: level medium or above, or harm that no low assessment 90 days later has answered.
create temp table removed as
with removals as (
    select child_id, entry_id, removed_on, removed_known_on
    from listed
    where removed_on is not null and removal_reason is distinct from 'turned_18'
        and not exists (
            from listed as other
            where other.child_id = listed.child_id and other.entry_id <> listed.entry_id
                and other.known_on <= listed.removed_on and (other.removed_known_on is null or other.removed_known_on > listed.removed_on)
        )
),
risks as (
    select child_id, from_on, coalesce(until_on, date '9999-12-31') as until_on from levels
    where level >= 2 and child_id in (select child_id from removals)
    union all
    select harm.child_id, harm.known_on, coalesce(min(answer.known_on), date '9999-12-31')
    from (select distinct * from harm_on_record where child_id in (select child_id from removals)) as harm
    left join completed as answer
        on answer.child_id = harm.child_id and answer.level <= 1
        and answer.completed_on >= harm.happened_on + 90 and answer.completed_on >= harm.known_on
    group by harm.child_id, harm.happened_on, harm.known_on
),
reaching as (
    select *, max(until_on) over (partition by child_id order by from_on, until_on rows between unbounded preceding and 1 preceding) as reached
    from risks
    where until_on > from_on
),
runs as (
    select *, count(*) filter (where reached is null or from_on > reached) over (partition by child_id order by from_on, until_on) as run
    from reaching
),
at_risk as (
    select child_id, min(from_on) as from_on, max(until_on) as until_on
    from runs
    group by child_id, run
)
select
    removals.child_id,
    any_value(removals.removed_known_on) as opened_on,
    least(nullif(any_value(at_risk.until_on), date '9999-12-31'), min(again.known_on)) as closed_on
from removals
join at_risk on at_risk.child_id = removals.child_id and at_risk.from_on <= removals.removed_on and at_risk.until_on > removals.removed_on
left join listed as again
    on again.child_id = removals.child_id and again.entry_id <> removals.entry_id and again.added_on >= removals.removed_on
group by removals.child_id, removals.entry_id;

-- A fall of two levels, or of one within 90 days after a harm event known on that day.
create temp table downgrades as
with levelled as (
    select * from completed where level is not null
),
previous as (
    select this.child_id, this.place, arg_max(earlier.level, earlier.place) as level
    from levelled as this
    join levelled as earlier
        on earlier.child_id = this.child_id and earlier.place < this.place and earlier.known_on <= this.completed_on
    group by this.child_id, this.place
),
falls as (
    select this.child_id, this.place, this.known_on, this.completed_on, this.level, previous.level as previous_level
    from levelled as this
    join previous using (child_id, place)
    where this.level < previous.level
),
too_quick as (
    select * from falls
    where previous_level - level >= 2 or exists (
        from harmed
        where harmed.child_id = falls.child_id and harmed.known_on <= falls.completed_on and harmed.occurred_on >= falls.completed_on - 90
    )
),
later as (
    select
        too_quick.child_id, too_quick.place, later.known_on, later.completed_on, max(harmed.occurred_on) as last_harm
    from too_quick
    join levelled as later on later.child_id = too_quick.child_id and later.place > too_quick.place and later.level <= too_quick.level
    left join harmed on harmed.child_id = too_quick.child_id and harmed.known_on <= later.known_on
    group by too_quick.child_id, too_quick.place, later.assessment_id, later.known_on, later.completed_on
),
confirmed as (
    select child_id, place, min(known_on) as known_on
    from later
    where last_harm is null or completed_on >= last_harm + 90
    group by child_id, place
)
select
    too_quick.child_id,
    any_value(too_quick.known_on) as opened_on,
    least(any_value(confirmed.known_on), min(back.from_on)) as closed_on
from too_quick
left join confirmed using (child_id, place)
left join levels as back
    on back.child_id = too_quick.child_id and back.place > too_quick.place and back.level >= too_quick.previous_level
group by too_quick.child_id, too_quick.place;

-- An assessment that did not consider the harm that was known before it started.
create temp table omitted as
with first_harm as (
    select child_id, min(known_on) as known_on from harm_on_record group by child_id
),
omitting as (
    select completed.child_id, completed.place, completed.known_on
    from completed
    join first_harm on first_harm.child_id = completed.child_id and first_harm.known_on < completed.started_on
    where completed.past_harm_considered is distinct from true
)
select omitting.child_id, any_value(omitting.known_on) as opened_on, min(later.known_on) as closed_on
from omitting
left join completed as later on later.child_id = omitting.child_id and later.place > omitting.place and later.past_harm_considered
group by omitting.child_id, omitting.place;

-- The fourth different social worker within 730 days, until one who came no earlier than the first of the four has stayed a year.
create temp table turnovers as
with many as (
    select *, row_number() over (partition by child_id order by started_on, allocation_id) as place
    from allocated
    where child_id in (select child_id from allocated group by child_id having count(distinct worker_id) >= 4)
),
met as (
    select
        this.child_id, this.allocation_id, this.started_on, this.known_on,
        other.worker_id, other.started_on as other_started_on, other.known_on as other_known_on
    from many as this
    join many as other
        on other.child_id = this.child_id and other.started_on >= this.started_on - 730
        and other.place <= this.place
),
reached as (
    select child_id, allocation_id, greatest(any_value(known_on), list_sort(list(worker_known_on))[4]) as opened_on
    from (
        select child_id, allocation_id, worker_id, any_value(known_on) as known_on, min(other_known_on) as worker_known_on
        from met
        group by child_id, allocation_id, worker_id
    )
    group by child_id, allocation_id
    having count(*) >= 4
),
firsts as (
    select child_id, allocation_id, opened_on, started_on, list_reverse_sort(list(last_started_on))[4] as first_on
    from (
        select met.child_id, met.allocation_id, opened_on, started_on, worker_id, max(other_started_on) as last_started_on
        from met
        join reached using (child_id, allocation_id)
        where other_known_on <= opened_on
        group by all
    )
    group by child_id, allocation_id, opened_on, started_on
)
select firsts.child_id, firsts.opened_on, min(greatest(stay.started_on + 365, stay.known_on)) as closed_on
from firsts
left join allocated as stay
    on stay.child_id = firsts.child_id and stay.started_on >= firsts.first_on
    and coalesce(stay.ended_on, date '9999-12-31') >= stay.started_on + 365
    and coalesce(stay.ended_on, date '9999-12-31') > firsts.started_on
group by firsts.child_id, firsts.allocation_id, firsts.opened_on;

-- No assessment completed for 84 days while in view: medium or above, on a list, or low with work under way. An assessment closes.
create temp table in_view as
with reasons as (
    select child_id, from_on, until_on from levels where level >= 2
    union all
    select child_id, known_on, removed_known_on from listed
    union all
    select child_id, greatest(levels.from_on, work.from_on), least(levels.until_on, work.until_on)
    from levels
    join work using (child_id)
    where level >= 1
),
reaching as (
    select
        child_id, from_on, coalesce(until_on, date '9999-12-31') as until_on,
        max(coalesce(until_on, date '9999-12-31')) over (partition by child_id order by from_on rows between unbounded preceding and 1 preceding) as reached
    from reasons
    where until_on is null or until_on > from_on
),
runs as (
    select *, count(*) filter (where reached is null or from_on > reached) over (partition by child_id order by from_on rows unbounded preceding) as run
    from reaching
)
select child_id, min(from_on) as from_on, max(until_on) as until_on from runs group by child_id, run;

-- A clock begins with coming into view, and again with each assessment that becomes known while in view.
create temp table beginnings as
select child_id, from_on as begun_on, until_on from in_view
union
select in_view.child_id, completed.known_on, in_view.until_on
from in_view
join completed
    on completed.child_id = in_view.child_id and completed.known_on > in_view.from_on and completed.known_on < in_view.until_on;

create temp table clocks as
select
    beginnings.child_id, begun_on, begun_on + 85 as opened_on, any_value(until_on) as until_on,
    coalesce(min(completed.known_on), date '9999-12-31') as assessed_on
from beginnings
left join completed
    on completed.child_id = beginnings.child_id and completed.completed_on >= begun_on and completed.known_on > begun_on
group by beginnings.child_id, begun_on;

-- An assessment recorded after a later clock began does not end that clock. For the few children who have one, clock follows clock.
create temp table knotted as
select distinct completed.child_id
from completed
join beginnings
    on beginnings.child_id = completed.child_id and completed.completed_on < begun_on and completed.known_on > begun_on
where completed.completed_on < completed.known_on;

create temp table one_after_another as
with recursive following as (
    select child_id, min(begun_on) as begun_on from clocks where child_id in (from knotted) group by child_id
    union all
    select this.child_id, min(greatest(in_view.from_on, ended_on))
    from following
    join (
        select child_id, begun_on, if(opened_on < least(until_on, assessed_on), assessed_on, least(until_on, assessed_on)) as ended_on
        from clocks
        where child_id in (from knotted)
    ) as this using (child_id, begun_on)
    join in_view on in_view.child_id = this.child_id and in_view.until_on > ended_on
    group by this.child_id
)
from following;

create temp table overdue as
select child_id, min(opened_on) as opened_on, nullif(assessed_on, date '9999-12-31') as closed_on
from clocks
where opened_on < least(until_on, assessed_on)
    and (child_id not in (from knotted) or exists (from one_after_another as this where this.child_id = clocks.child_id and this.begun_on = clocks.begun_on))
group by child_id, assessed_on;

-- Nothing opens on or after the 18th birthday, and what is open closes on it.
create temp table findings as
with found as (
    select 'harm-without-action' as "check", * from without_action
    union all select 'removed-while-at-risk', * from removed
    union all select 'rapid-downgrade', * from downgrades
    union all select 'past-harm-omitted', * from omitted
    union all select 'worker-turnover', * from turnovers
    union all select 'review-overdue', * from overdue
),
birthdays as (
    select
        child_id,
        (date_of_birth + interval 18 years)::date + (month(date_of_birth) = 2 and day(date_of_birth) = 29)::integer as eighteenth
    from read_parquet(getvariable('register') || '/children.parquet')
),
ended as (
    select found."check", child_id, found.opened_on, least(found.closed_on, birthdays.eighteenth) as closed_on
    from found
    join birthdays using (child_id)
    where birthdays.eighteenth is null or found.opened_on < birthdays.eighteenth
)
select "check", child_id, opened_on, case when closed_on <= today() then closed_on end as closed_on
from ended
where closed_on is null or closed_on > opened_on;
