/*
number: 37
title: Persistently missing without a meeting
asks: Did agencies meet about a child who is missing, or out of school, again and again?
why: CS-A81 was assessed as high after frequent episodes of going missing. CS-A1 was missing from school on an almost daily basis.
cites: [F.5 ¶34, F.5 ¶37]
severity: critical
unprotected: true
opens: The missing_count-th missing or away episode, or the absence_count-th school absence, within absence_days, and no strategy or MACE meeting in the missing_meeting_days after it. Opens when so many of them are first known, at the earliest. Each later one that is again the missing_count-th or absence_count-th opens its own.
closes: A strategy or MACE meeting held on or after the day of that episode or absence becomes known.
closed_by: [meetings]
parameters: [missing_count, absence_count, absence_days, missing_meeting_days]
needs: [missing_episodes, events, meetings]
because: "{count} {what} from {first_on} to {last_on}, and no strategy or MACE meeting by {due}."
*/
with absences as (
    select
        child_id,
        'missing_episodes:' || episode_id as record,
        started_on as happened_on,
        known_on,
        'missing episodes' as what,
        missing_count() as enough
    from missing_episodes
    union all
    select child_id, 'events:' || event_id, occurred_on, known_on, 'school absences', absence_count()
    from events
    where kind = 'school_absence'
),
paired as (
    -- Each beside those of the same sort in the absence_days up to it, itself among them.
    select
        this.*,
        other.record as other_record,
        other.happened_on as other_happened_on,
        other.known_on as other_known_on
    from absences as this
    join absences as other
        on other.child_id = this.child_id
        and other.what = this.what
        and other.happened_on >= absence_days_before(this.happened_on)
        and (other.happened_on, other.record) <= (this.happened_on, this.record)
),
reached as (
    -- The day on which this one and enough of those before it were first known.
    select record, greatest(known_on, list_sort(list(other_known_on))[enough]) as reached_on
    from paired
    group by record, known_on, enough
    having count(*) >= enough
),
counted as (
    select paired.*, reached.reached_on
    from paired
    join reached using (record)
    where other_known_on <= reached_on
    qualify row_number() over (partition by record order by other_happened_on desc, other_record desc) <= enough
),
persistent as (
    select
        child_id,
        record,
        what,
        enough,
        happened_on,
        reached_on,
        min(other_happened_on) as first_on,
        list(other_record) as evidence
    from counted
    group by child_id, record, what, enough, happened_on, reached_on
)
select
    child_id,
    record as opened_by,
    greatest(missing_meeting_days_after(happened_on) + 1, reached_on) as opened_on,
    (
        select min(meetings.known_on)
        from meetings
        where meetings.child_id = persistent.child_id
            and meetings.kind in ('strategy', 'mace')
            and meetings.held_on >= persistent.happened_on
    ) as closed_on,
    evidence,
    enough as count,
    what,
    first_on,
    happened_on as last_on,
    missing_meeting_days_after(happened_on) as due
from persistent
