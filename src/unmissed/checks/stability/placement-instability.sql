/*
number: 33
title: Placement instability
asks: Does the child have a home that lasts?
why: CS-A1, accommodated in May 2016 aged 13, had a series of short-term placements.
cites: [F.5 ¶34]
severity: serious
unprotected: false
opens: The placement_count-th placement begins within placement_days, on the day on which so many of them are first known. Each later one that is again the placement_count-th opens its own.
closes: This placement, or one begun after it, has lasted stable_days.
closed_by: []
parameters: [placement_count, placement_days, stable_days]
needs: [placements.ended_on]
because: "The placement of {started_on} ({kind}) was number {count} since {first_on}."
*/
with paired as (
    -- Each placement beside those begun in the placement_days up to it, itself among them.
    select
        this.child_id,
        this.placement_id,
        this.known_on,
        other.placement_id as other_id,
        other.started_on as other_started_on,
        other.known_on as other_known_on
    from placements as this
    join placements as other
        on other.child_id = this.child_id
        and other.started_on >= placement_days_before(this.started_on)
        and (other.started_on, other.placement_id) <= (this.started_on, this.placement_id)
),
reached as (
    -- The day on which this placement and enough of those before it were first known.
    select child_id, placement_id, greatest(known_on, list_sort(list(other_known_on))[placement_count()]) as opened_on
    from paired
    group by child_id, placement_id, known_on
    having count(*) >= placement_count()
),
counted as (
    select child_id, placement_id, opened_on, other_id, other_started_on
    from paired
    join reached using (child_id, placement_id)
    where other_known_on <= opened_on
    qualify row_number() over (
        partition by placement_id order by other_started_on desc, other_id desc
    ) <= placement_count()
),
moves as (
    select
        child_id,
        placement_id,
        opened_on,
        min(other_started_on) as first_on,
        list('placements:' || other_id) as evidence
    from counted
    group by child_id, placement_id, opened_on
)
select
    moves.child_id,
    'placements:' || moves.placement_id as opened_by,
    moves.opened_on,
    (
        select min(greatest(stable_days_after(stay.started_on), stay.known_on))
        from placements as stay
        where stay.child_id = placements.child_id
            and stay.started_on >= placements.started_on
            and (stay.ended_on is null or stay.ended_on >= stable_days_after(stay.started_on))
    ) as closed_on,
    moves.evidence,
    placements.started_on,
    said(placements.kind) as kind,
    placement_count() as count,
    moves.first_on
from moves
join placements using (placement_id)
