/*
title: What followed each kind of step down within 183 days
asks: After a removal, a fall of level, a closure or a decline, what came within 183 days?
definition: Acts as in the list of step-downs. What followed counts acts with at least one of its kind on the days 1 to 183 after, known by the as-of date, among those whose 183 days have passed (watched). Those whose days have not passed are shown apart (not_yet) and are in no share.
denominator: acts of the same kind whose 183 days have passed
cites: [F.4 ¶24, F.4 ¶25, F.4 ¶28, F.4 ¶29, F.5 ¶32, F.5 ¶37]
needs: [children]
none: No removal, fall of level, closure or decline is known.
columns:
  act: {kind: text, meaning: "removal, fall of level, closure or decline."}
  acts: {kind: count, meaning: Acts known.}
  while_at_risk: {kind: count, meaning: "Of these, made while the child was at risk by what was then known."}
  not_yet: {kind: count, meaning: Acts whose 183 days have not passed.}
  watched: {kind: count, meaning: Acts whose 183 days have passed.}
  harm: {kind: count, meaning: "Of the watched, followed by an event with suspected or known harm."}
  missing: {kind: count, meaning: "Of the watched, followed by going missing or away."}
  referred: {kind: count, meaning: "Of the watched, followed by a referral of any kind."}
  listed: {kind: count, meaning: "Of the watched, followed by a place on a multi-agency list."}
  level_up: {kind: count, meaning: "Of the watched, followed by an assessment with a higher level."}
  any_of_these: {kind: count, meaning: "Of the watched, followed by at least one of these."}
  share_any: {kind: percent, of: [watched, any_of_these], meaning: "Followed by at least one of these, of the watched."}
  share_harm: {kind: percent, of: [watched, harm], meaning: "Followed by harm, of the watched."}
*/
select
    act,
    count(*) as acts,
    count(*) filter (at_risk) as while_at_risk,
    count(*) filter (not watched_long) as not_yet,
    count(*) filter (watched_long) as watched,
    count(*) filter (watched_long and harm_on is not null) as harm,
    count(*) filter (watched_long and missing_on is not null) as missing,
    count(*) filter (watched_long and referred_on is not null) as referred,
    count(*) filter (watched_long and listed_on is not null) as listed,
    count(*) filter (watched_long and level_up_on is not null) as level_up,
    count(*) filter (
        watched_long and coalesce(harm_on, missing_on, referred_on, listed_on, level_up_on) is not null
    ) as any_of_these,
    round(100.0 * any_of_these / nullif(watched, 0), 1)::double as share_any,
    round(100.0 * harm / nullif(watched, 0), 1)::double as share_harm
from (select * exclude (watched), watched as watched_long from stepdowns) as each
group by act
order by case act when 'removal' then 0 when 'fall of level' then 1 when 'closure' then 2 else 3 end
