/*
number: 34
title: Placement that raised the risk
asks: Did the child become less safe where the child was placed?
why: St Helens accepted that the initial placement in fact increased the risk to CS-A26, a looked-after child considered to be at very high risk.
cites: [F.5 ¶35]
severity: serious
unprotected: true
opens: In the placement_compare_days after a placement began, an assessment completed with a level above the last one completed before it began and then known; or the harm events and missing episodes known exceed those of the placement_compare_days before it by placement_excess or more. The day of the start counts on both sides. One finding a placement, by whichever is known first.
closes: The end of the placement becomes known, or a later assessment with a level below the one on the day on which the placement began.
closed_by: [assessments, placements.ended_on]
parameters: [placement_compare_days, placement_excess]
needs: [placements.ended_on, assessments.completed_on, assessments.level, events.harm, missing_episodes]
sharpened: Of the two openings the earlier counts. An assessment closes only when it comes after the one that rose, or on or after the day of the last thing counted.
because: "In the {days} days after the placement of {started_on} ({kind}) {sign}."
*/
with telling as (
    select * from assessed where level is not null
),
risen as (
    select
        placements.child_id,
        placements.placement_id,
        greatest(telling.known_on, placements.known_on) as opened_on,
        telling.completed_on as act_on,
        telling.place as act_place,
        [telling.record, before.record] as evidence,
        'the level rose from ' || said(before.level) || ' to ' || said(telling.level) as sign
    from placements
    join telling
        on telling.child_id = placements.child_id
        and telling.completed_on between placements.started_on and placement_compare_days_after(placements.started_on)
    cross join lateral (
        -- The last one before the placement, by what was known on the day on which it began.
        select arg_max(earlier, earlier.place) as before
        from telling as earlier
        where earlier.child_id = placements.child_id
            and earlier.completed_on < placements.started_on
            and earlier.known_on <= placements.started_on
    )
    where rank(telling.level) > rank(before.level)
),
signs as (
    select child_id, 'events:' || event_id as record, occurred_on as happened_on, known_on
    from events
    where harm in ('suspected', 'known')
    union all
    select child_id, 'missing_episodes:' || episode_id, started_on, known_on
    from missing_episodes
),
compared as (
    select
        placements.child_id,
        placements.placement_id,
        greatest(signs.known_on, placements.known_on) as day,
        signs.record,
        signs.happened_on,
        signs.happened_on >= placements.started_on as is_after,
        signs.happened_on <= placements.started_on as is_before
    from placements
    join signs
        on signs.child_id = placements.child_id
        and signs.happened_on between placement_compare_days_before(placements.started_on)
            and placement_compare_days_after(placements.started_on)
),
running as (
    -- What was known on each day: `range` takes in everything else that became known on the same one.
    select
        child_id,
        placement_id,
        day,
        count(*) filter (where is_after) over known as after_count,
        count(*) filter (where is_before) over known as before_count,
        max(happened_on) over known as act_on,
        list(record) filter (where is_after) over known as evidence
    from compared
    window known as (partition by placement_id order by day range between unbounded preceding and current row)
),
exceeding as (
    select
        child_id,
        placement_id,
        day as opened_on,
        act_on,
        0 as act_place,
        evidence,
        'there were ' || after_count || ' harm events and missing episodes, after ' || before_count
            || ' in the same time before it' as sign
    from running
    where after_count - before_count >= placement_excess()
),
raised as (
    select * from (from risen union all from exceeding)
    qualify row_number() over (
        partition by placement_id order by opened_on, act_on desc, act_place desc, sign, evidence
    ) = 1
)
select
    raised.child_id,
    'placements:' || placement_id as opened_by,
    raised.opened_on,
    least(placements.ended_known_on, (
        select min(later.known_on)
        from telling as later
        join levels
            on levels.child_id = later.child_id
            and levels.from_on <= placements.started_on
            and (levels.until_on is null or levels.until_on > placements.started_on)
        where later.child_id = raised.child_id
            and later.completed_on >= raised.act_on
            and later.place > raised.act_place
            and rank(later.level) < levels.level_rank
    )) as closed_on,
    raised.evidence,
    placement_compare_days_after(placements.started_on) - placements.started_on as days,
    placements.started_on,
    said(placements.kind) as kind,
    raised.sign
from raised
join placements using (placement_id)
