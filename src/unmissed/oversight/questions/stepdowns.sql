/*
title: Every removal, fall of level, closure and decline, and what followed
asks: What happened to each child after a step down?
definition: One row is one act known by the as-of date and made before the 18th birthday - a removal from a list, a fall of the level between two assessments, an agency's closure, a referral declined; removals and closures because the child turned 18 are left out. What followed is the first of its kind on the days 1 to 183 after the act, known by the as-of date; what happened on the day of the act itself is not counted, because its order is not known. `watched` says that all 183 days have passed.
denominator: acts
cites: [F.4 ¶24, F.4 ¶25, F.4 ¶28, F.4 ¶29, F.5 ¶32, F.5 ¶37]
needs: [children]
also: [monitoring.removed_on, assessments.level, assessments.harm, events.harm, involvements.closed_on, referrals.outcome, missing_episodes]
none: No removal, fall of level, closure or decline is known.
about_children: true
columns:
  child_id: {kind: text, meaning: The child.}
  act: {kind: text, meaning: "removal, fall of level, closure or decline."}
  record: {kind: text, meaning: The record of the act.}
  day: {kind: date, meaning: The day of the act.}
  reason: {kind: text, meaning: "The recorded reason; for a fall of level, from what to what."}
  level: {kind: text, meaning: "The level on that day, by what was then known; for a fall, the level after it."}
  at_risk: {kind: flag, meaning: "At risk on that day, by what was then known."}
  watched: {kind: flag, meaning: All 183 days have passed.}
  harm_on: {kind: date, meaning: An event with suspected or known harm happened.}
  missing_on: {kind: date, meaning: The child went missing or away.}
  referred_on: {kind: date, meaning: A referral of any kind was made.}
  listed_on: {kind: date, meaning: The child was put on a multi-agency list.}
  level_up_on: {kind: date, meaning: "An assessment gave a higher level than that of the day; where none was known, a first level is no rise."}
*/
with acts as (
    select child_id, 'removal' as act, 'monitoring:' || entry_id as record, removed_on as day, removal_reason as reason, null as fell_to
    from monitoring
    where removed_on >= whole_from('monitoring.removed_on') and removal_reason is distinct from 'turned_18'
    union all
    select child_id, 'fall of level', record, completed_on, previous_level || ' to ' || level, level
    from falls
    where completed_on >= whole_from('assessments.level')
    union all
    select child_id, 'closure', 'involvements:' || involvement_id, closed_on, closing_reason, null
    from involvements
    where closed_on >= whole_from('involvements.closed_on') and closing_reason is distinct from 'turned_18'
    union all
    select child_id, 'decline', 'referrals:' || referral_id, coalesce(decided_on, known_on), reason, null
    from referrals
    where outcome = 'declined' and coalesce(decided_on, known_on) >= whole_from('referrals.outcome')
),
placed as (
    select acts.* replace (coalesce(reason, 'not recorded') as reason), coalesce(fell_to, levels.level) as level
    from acts
    left join birthdays on birthdays.child_id = acts.child_id
    left join levels
        on levels.child_id = acts.child_id
        and levels.from_on <= acts.day
        and (levels.until_on is null or levels.until_on > acts.day)
    where birthdays.eighteenth is null or acts.day < birthdays.eighteenth
)
select
    child_id,
    act,
    record,
    day,
    reason,
    coalesce(level, 'not assessed') as level,
    exists (
        from at_risk
        where at_risk.child_id = placed.child_id and from_on <= day and (until_on is null or until_on > day)
    ) as at_risk,
    day + followed_days() <= as_of() as watched,
    (
        select min(occurred_on)
        from events
        where events.child_id = placed.child_id
            and harm in ('suspected', 'known')
            and occurred_on between day + 1 and day + followed_days()
    ) as harm_on,
    (
        select min(started_on)
        from missing_episodes
        where missing_episodes.child_id = placed.child_id and started_on between day + 1 and day + followed_days()
    ) as missing_on,
    (
        select min(made_on)
        from referrals
        where referrals.child_id = placed.child_id and made_on between day + 1 and day + followed_days()
    ) as referred_on,
    (
        select min(added_on)
        from monitoring
        where monitoring.child_id = placed.child_id and added_on between day + 1 and day + followed_days()
    ) as listed_on,
    (
        select min(completed_on)
        from assessed
        where assessed.child_id = placed.child_id
            and rank(assessed.level) > rank(placed.level)
            and completed_on between day + 1 and day + followed_days()
    ) as level_up_on
from placed
order by day, child_id, act, record
