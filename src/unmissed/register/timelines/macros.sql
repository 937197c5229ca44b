/*
meaning: "Macros that timelines and checks share. A spell is child_id, from_on, until_on (null: still running) and record; it covers from_on and not until_on."
*/

-- Spells of one child that overlap or touch become one run. `record` began it, `last_record` ended it or is the last to run.
-- One record may give two spells that begin on one day: the runs are counted by range, so that such peers share theirs.
create or replace temp macro merged(spells) as table
with ordered as (
    select
        *,
        coalesce(until_on, date '9999-12-31') as reaches,
        max(coalesce(until_on, date '9999-12-31')) over (
            partition by child_id order by from_on, record rows between unbounded preceding and 1 preceding
        ) as reached
    from query_table(spells)
    where until_on is null or until_on > from_on
),
numbered as (
    select
        *,
        count(*) filter (where reached is null or from_on > reached) over (
            partition by child_id order by from_on, record
        ) as run
    from ordered
)
select
    child_id,
    min(from_on) as from_on,
    nullif(max(reaches), date '9999-12-31') as until_on,
    arg_min(record, {from_on: from_on, record: record}) as record,
    arg_max(record, {reaches: reaches, record: record}) as last_record
from numbered
group by child_id, run;

-- The same runs without `last_record`, which takes half the time.
-- A spell begins a run when nothing before it reaches its first day; what those before it reached is then the end of the run before.
create or replace temp macro runs_of(spells) as table
with ordered as (
    select
        child_id,
        from_on,
        record,
        max(coalesce(until_on, date '9999-12-31')) over before_it as reached,
        max(coalesce(until_on, date '9999-12-31')) over all_of_child as reached_at_last
    from query_table(spells)
    where until_on is null or until_on > from_on
    window
        before_it as (partition by child_id order by from_on, record rows between unbounded preceding and 1 preceding),
        all_of_child as (
            partition by child_id order by from_on, record rows between unbounded preceding and unbounded following
        )
),
beginning as (
    select * from ordered where reached is null or from_on > reached
)
select
    child_id,
    from_on,
    nullif(
        coalesce(lead(reached) over (partition by child_id order by from_on), reached_at_last), date '9999-12-31'
    ) as until_on,
    record
from beginning;

-- The parts of the runs `kept` that no run of `taken` covers. Both must be merged runs. `record` began the part: the run's own first
-- record, or the record whose end uncovered it.
create or replace temp macro without(kept, taken) as table
with starts as (
    select child_id, from_on, record, 0 as preference from query_table(kept)
    union all
    select child_id, until_on, last_record, 1 from query_table(taken) where until_on is not null
)
select
    starts.child_id,
    starts.from_on,
    least(kept_run.until_on, (
        select min(later.from_on)
        from query_table(taken) as later
        where later.child_id = starts.child_id and later.from_on > starts.from_on
    )) as until_on,
    arg_min(starts.record, starts.preference) as record
from starts
join query_table(kept) as kept_run
    on kept_run.child_id = starts.child_id
    and starts.from_on >= kept_run.from_on
    and (kept_run.until_on is null or starts.from_on < kept_run.until_on)
where not exists (
    from query_table(taken) as covering
    where covering.child_id = starts.child_id
        and covering.from_on <= starts.from_on
        and (covering.until_on is null or covering.until_on > starts.from_on)
)
group by starts.child_id, starts.from_on, kept_run.until_on;

-- One at a time: the runs that remain when none may begin before the one before it has ended. A run has child_id, begun_on and
-- ended_on (null: still running; always after begun_on); of one child no two begin on the same day. The first run counts; then the
-- first that begins on or after its end; and so on. Where no run of a child begins within another, all of them count.
create or replace temp macro one_at_a_time(runs) as table
with recursive neighbours as (
    -- Where no run begins within its neighbour, none begins within any.
    select
        child_id,
        begun_on,
        lag(coalesce(ended_on, date '9999-12-31')) over (partition by child_id order by begun_on) as neighbour_ended_on
    from query_table(runs)
),
tangled as (
    select * from query_table(runs) where child_id in (select child_id from neighbours where begun_on < neighbour_ended_on)
),
one_after_another as (
    select child_id, min(begun_on) as begun_on from tangled group by child_id
    union all
    select this.child_id, min(later.begun_on)
    from one_after_another
    join tangled as this using (child_id, begun_on)
    join tangled as later on later.child_id = this.child_id and later.begun_on >= this.ended_on
    group by this.child_id
)
select * from query_table(runs) where child_id not in (select child_id from tangled)
union all
select tangled.* from tangled join one_after_another using (child_id, begun_on);

-- A date as a person writes it: 6 October 2016.
create or replace temp macro in_words(day) as strftime(day, '%-d %B %Y');

-- A code as a person reads it: very_high becomes very high.
create or replace temp macro said(code) as replace(code, '_', ' ');
