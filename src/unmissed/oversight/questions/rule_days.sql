/*
title: What each child's level, harm, age and indicators were, day by day
asks: What could a rule have known of each child on each day?
definition: "One row is one spell [from_on, until_on) of a child under 18 during which nothing that a rule can name changed, by what was known on each day: the level (of the last completed assessment known), the gravest harm on record, the age in years (empty where no date of birth is known), and the factors that the last completed assessment known weighed as risk or harm. Only spells at risk, or at a level above none, are kept: `at_risk` tells them apart."
denominator: days on which a child was at risk or at a level above none, up to and including the as-of date
cites: [F.4 ¶25, F.4 ¶26, F.4 ¶27, F.4 ¶28]
needs: [children, assessments.level, assessments.harm, events.harm]
also: [assessment_factors, children.date_of_birth]
columns:
  child_id: {kind: text, meaning: The child.}
  from_on: {kind: date, meaning: The first day.}
  until_on: {kind: date, meaning: The first day after it.}
  level_rank: {kind: count, meaning: "0 none to 4 very_high; empty: not assessed."}
  harm_rank: {kind: count, meaning: "0 none, 1 suspected, 2 known."}
  age: {kind: count, meaning: "Age in years; empty: not known."}
  indicators: {kind: text, meaning: Codes of the factors.}
  at_risk: {kind: flag, meaning: "At risk; otherwise at a level above none."}
*/
with ages as (
    select
        birthdays.child_id,
        years.age,
        -- Born on 29 February, a year older on 1 March.
        (date_of_birth + to_years(years.age::integer))::date
            + case when month(date_of_birth) = 2 and day(date_of_birth) = 29
                and day((date_of_birth + to_years(years.age::integer))::date) = 28 then 1 else 0 end as from_on
    from birthdays, (select unnest(range(0, 18)) as age) as years
),
-- The last completed assessment by what was known, and from when to when.
telling as (
    select child_id, assessment_id, known_on as from_on, lead(known_on) over (partition by child_id order by known_on, place) as until_on
    from (select *, max(place) over (partition by child_id order by known_on) as last_place_known from assessed)
    where place = last_place_known
),
weighed as (
    select telling.child_id, factor, greatest(telling.from_on, assessment_factors.known_on) as from_on, telling.until_on
    from telling
    join assessment_factors using (assessment_id)
    where effect in ('risk', 'harm') and (telling.until_on is null or assessment_factors.known_on < telling.until_on)
),
cuts as (
    select child_id, from_on as day from levels
    union select child_id, until_on from levels
    union select child_id, known_on from harm_on_record
    union select child_id, from_on from ages
    union select child_id, from_on from weighed
    union select child_id, until_on from weighed
    union select child_id, from_on from at_risk
    union select child_id, until_on from at_risk
),
spells as (
    select
        cuts.child_id,
        greatest(day, counted_from()) as from_on,
        least(lead(day) over (partition by cuts.child_id order by day), birthdays.eighteenth, as_of() + 1) as until_on
    from cuts
    left join birthdays using (child_id)
    where day is not null and day <= as_of()
),
told as (
    select
        spells.child_id,
        spells.from_on,
        spells.until_on,
        levels.level_rank,
        at_risk.child_id is not null as at_risk
    from spells
    left join levels
        on levels.child_id = spells.child_id
        and levels.from_on <= spells.from_on
        and (levels.until_on is null or levels.until_on > spells.from_on)
    left join at_risk
        on at_risk.child_id = spells.child_id
        and at_risk.from_on <= spells.from_on
        and (at_risk.until_on is null or at_risk.until_on > spells.from_on)
    where spells.until_on > spells.from_on and (at_risk.child_id is not null or levels.level_rank >= 1)
)
select
    child_id,
    from_on,
    until_on,
    level_rank,
    coalesce((
        select max(case harm when 'known' then 2 else 1 end)
        from harm_on_record as harm
        where harm.child_id = told.child_id and harm.known_on <= told.from_on
    ), 0) as harm_rank,
    (select max(age) from ages where ages.child_id = told.child_id and ages.from_on <= told.from_on) as age,
    coalesce((
        select list(distinct factor order by factor)
        from weighed
        where weighed.child_id = told.child_id
            and weighed.from_on <= told.from_on
            and (weighed.until_on is null or weighed.until_on > told.from_on)
    ), []) as indicators,
    at_risk
from told
