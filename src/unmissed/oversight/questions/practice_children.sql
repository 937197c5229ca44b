/*
title: Every child under 18 whom a practice audit may be drawn from
asks: What could a rule know of each child on the as-of date, and which assessment would be audited?
definition: "One row is one child who is not yet 18 on the as-of date, or whose date of birth is unknown. The assessment is the last one completed, of any kind; the level is that of the last completed one that records a level; harm is the gravest on record, ever; the indicators are the factors that the last completed assessment weighed as risk or harm."
denominator: children of the register under 18
cites: [F.5 ¶32, F.5 ¶36, F.5 ¶37]
needs: [children]
also: [assessments.completed_on, assessments.level, assessments.harm, events.harm, assessment_factors, children.date_of_birth]
none: No child of the register is under 18.
about_children: true
columns:
  child_id: {kind: text, meaning: The child.}
  assessment_id: {kind: text, meaning: "The last assessment completed, of any kind; empty: none."}
  completed_on: {kind: date, meaning: "When it was completed; empty: none."}
  level: {kind: text, meaning: "The level on the as-of date, or not assessed."}
  harm: {kind: text, meaning: "The gravest harm on record: none, suspected or known."}
  level_rank: {kind: count, meaning: "0 none to 4 very_high; empty: not assessed."}
  harm_rank: {kind: count, meaning: "0 none, 1 suspected, 2 known."}
  age: {kind: count, meaning: "Age in whole years, a year older on 1 March when born on 29 February; empty: not known."}
  indicators: {kind: text, meaning: Codes of the factors.}
*/
with last_assessed as (
    select * from assessed qualify row_number() over (partition by child_id order by place desc) = 1
)
select
    now.child_id,
    last_assessed.assessment_id,
    last_assessed.completed_on,
    now.level,
    now.harm,
    levels.level_rank,
    case now.harm when 'known' then 2 when 'suspected' then 1 else 0 end as harm_rank,
    case when children.date_of_birth <= as_of() then
        year(as_of()) - year(children.date_of_birth)
            - (strftime(as_of(), '%m%d') < strftime(children.date_of_birth, '%m%d'))::integer
    end as age,
    coalesce((
        select list(distinct factor order by factor)
        from assessment_factors
        where assessment_factors.assessment_id = last_assessed.assessment_id and effect in ('risk', 'harm')
    ), []) as indicators
from children_now as now
join children using (child_id)
left join levels on levels.child_id = now.child_id and levels.until_on is null
left join last_assessed on last_assessed.child_id = now.child_id
order by now.child_id
