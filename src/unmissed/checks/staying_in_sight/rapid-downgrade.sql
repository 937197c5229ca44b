/*
number: 11
title: Level lowered too quickly
asks: Did the level fall faster than a child's safety can change?
why: Durham accepted that the assessed risks to a child moved from high to low too quickly.
cites: [F.4 ¶25, F.5 ¶32]
severity: serious
unprotected: true
opens: The level falls by downgrade_steps or more between consecutive assessments; or by one step or more within sustained_days after a harm event known on that day.
closes: The level is back at what it was, or above; or a later assessment, completed sustained_days or more after the last harm event known when it becomes known, sets the lower level again or a level below it.
closed_by: [assessments]
sharpened: Where no harm event is on record, any later assessment at the lower level or below confirms it.
parameters: [downgrade_steps, sustained_days]
needs: [assessments.completed_on, assessments.level, events.harm]
because: "The level fell from {was} to {became} on {completed_on}, {how}."
*/
with harm_events as (
    select * from harm_on_record where origin = 'event'
),
measured as (
    select
        falls.*,
        previous_rank - level_rank as steps,
        (
            select arg_max(harm_events, {on_day: harm_events.happened_on, record: harm_events.record})
            from harm_events
            where harm_events.child_id = falls.child_id and harm_events.known_on <= falls.completed_on
        ) as last_harm
    from falls
),
too_quick as (
    select *, coalesce(completed_on <= sustained_days_after(last_harm.happened_on), false) as soon_after_harm
    from measured
    where steps >= downgrade_steps() or completed_on <= sustained_days_after(last_harm.happened_on)
),
-- Each later assessment at the lower level or below, with the last harm event known when it became known: what it can confirm.
later as (
    select
        too_quick.child_id,
        too_quick.place,
        assessed.known_on,
        assessed.completed_on,
        max(harm_events.happened_on) as last_harmed_on
    from too_quick
    join assessed
        on assessed.child_id = too_quick.child_id
        and assessed.place > too_quick.place
        and rank(assessed.level) <= too_quick.level_rank
    left join harm_events on harm_events.child_id = assessed.child_id and harm_events.known_on <= assessed.known_on
    group by too_quick.child_id, too_quick.place, assessed.place, assessed.known_on, assessed.completed_on
),
confirmed as (
    select child_id, place, min(known_on) as confirmed_on
    from later
    where last_harmed_on is null or completed_on >= sustained_days_after(last_harmed_on)
    group by child_id, place
)
select
    too_quick.child_id,
    too_quick.record as opened_by,
    too_quick.known_on as opened_on,
    least(confirmed.confirmed_on, (
        select min(levels.from_on)
        from levels
        where levels.child_id = too_quick.child_id
            and levels.place > too_quick.place
            and levels.level_rank >= too_quick.previous_rank
    )) as closed_on,
    case when soon_after_harm then [previous_record, last_harm.record] else [previous_record] end as evidence,
    said(previous_level) as was,
    said(level) as became,
    too_quick.completed_on,
    case
        when soon_after_harm
            then (completed_on - last_harm.happened_on) || ' days after harm on ' || in_words(last_harm.happened_on)
        else steps || ' steps below the assessment of ' || in_words(previous_completed_on)
    end as how
from too_quick
left join confirmed using (child_id, place)
