/*
number: 32
title: Turnover of social workers
asks: Does the child have a social worker who stays?
why: CS-A1 had nine social workers in four years. Her mother considered that this interfered with attempts to protect her.
cites: [F.5 ¶34]
severity: serious
unprotected: false
opens: An allocation makes the worker_count-th different social worker within worker_days, on the day on which so many of them are first known. Each later allocation that again makes so many opens its own.
closes: A social worker allocated no earlier than the first of those counted has stayed stable_days, and has not left before this one came.
closed_by: []
parameters: [worker_count, worker_days, stable_days]
needs: [workers.ended_on]
sharpened: The year must be complete after the last of those counted came. A worker who stayed a year and left before that does not make the child's social work stable.
because: "The allocation of {started_on} made {workers} different social workers since {first_on}."
*/
with many as (
    -- Only these children are looked at more closely.
    select child_id
    from workers
    where role = 'social_worker'
    group by child_id
    having count(distinct worker_id) >= worker_count()
),
allocations as (
    select child_id, allocation_id, worker_id, started_on, ended_on, known_on
    from workers
    where role = 'social_worker' and child_id in (from many)
),
paired as (
    -- Each allocation beside those in the worker_days up to it, itself among them.
    select
        this.child_id,
        this.allocation_id,
        this.started_on,
        this.known_on,
        other.worker_id,
        other.allocation_id as other_id,
        other.started_on as other_started_on,
        other.known_on as other_known_on
    from allocations as this
    join allocations as other
        on other.child_id = this.child_id
        and other.started_on >= worker_days_before(this.started_on)
        and (other.started_on, other.allocation_id) <= (this.started_on, this.allocation_id)
),
met as (
    select child_id, allocation_id, started_on, known_on, worker_id, min(other_known_on) as worker_known_on
    from paired
    group by all
),
reached as (
    -- The day on which this allocation and enough different social workers were first known.
    select child_id, allocation_id, greatest(known_on, list_sort(list(worker_known_on))[worker_count()]) as opened_on
    from met
    group by child_id, allocation_id, known_on
    having count(*) >= worker_count()
),
last_met as (
    select
        child_id,
        allocation_id,
        opened_on,
        started_on,
        worker_id,
        max(other_started_on) as last_started_on,
        arg_max(other_id, (other_started_on, other_id)) as last_id
    from paired
    join reached using (child_id, allocation_id)
    where other_known_on <= opened_on
    group by child_id, allocation_id, opened_on, started_on, worker_id
    qualify row_number() over (partition by allocation_id order by last_started_on desc, last_id desc) <= worker_count()
),
turnover as (
    select
        child_id,
        allocation_id,
        opened_on,
        started_on,
        min(last_started_on) as first_on,
        list('workers:' || last_id) as evidence
    from last_met
    group by child_id, allocation_id, opened_on, started_on
)
select
    child_id,
    'workers:' || allocation_id as opened_by,
    opened_on,
    (
        select min(greatest(stable_days_after(stay.started_on), stay.known_on))
        from allocations as stay
        where stay.child_id = turnover.child_id
            and stay.started_on >= turnover.first_on
            and (stay.ended_on is null or stay.ended_on >= stable_days_after(stay.started_on))
            and (stay.ended_on is null or stay.ended_on > turnover.started_on)
    ) as closed_on,
    evidence,
    worker_count() as workers,
    started_on,
    first_on
from turnover
