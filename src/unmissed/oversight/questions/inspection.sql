/*
title: Every child at risk of exploitation or harmed by it, whatever the level
asks: Who is at risk of exploitation or has been harmed by it, who keeps them in sight, and what is open about them?
definition: One row is one child who is not yet 18 on the as-of date, or whose date of birth is unknown, and for whom at least one of these holds - a level above none, suspected or known harm ever on record, at risk (level at_risk_level or above, or through harm), a place on a multi-agency list. Harm and risk are shown apart. The open findings are those of every check that could be made, strengths left out.
denominator: children of the register under 18
cites: [F.4 ¶24, F.4 ¶26, F.4 ¶27, F.4 ¶28]
needs: [children]
also: [assessments.level, assessments.harm, events.harm, assessments.tool, assessments.level_as_recorded, monitoring.removed_on, workers.ended_on, placements.ended_on]
now: [monitoring, workers, placements]
none: No child under 18 has a level above none, harm on record, or a place on a list.
about_children: true
columns:
  child_id: {kind: text, meaning: The child.}
  age: {kind: count, meaning: "Age in whole years on the as-of date; empty: date of birth not known."}
  responsible_authority: {kind: text, meaning: The local authority responsible for the child.}
  harm: {kind: text, meaning: "The gravest harm ever on record: none, suspected or known."}
  last_harm_on: {kind: date, meaning: "The last day on which harm on record happened, or was found by an assessment."}
  level: {kind: text, meaning: "The level on the as-of date, or not assessed."}
  tool: {kind: text, meaning: The tool of the assessment that set the level.}
  tool_label: {kind: text, meaning: "The tool's own label for the level."}
  at_risk_since: {kind: date, meaning: "Since when at risk without a break; empty: not at risk."}
  at_risk_through_harm: {kind: flag, meaning: "At risk through harm, whatever the level."}
  lists: {kind: text, meaning: "The multi-agency lists that the child is on; empty: none."}
  social_worker: {kind: text, meaning: "The allocated social worker's identifier; empty: none allocated."}
  placement: {kind: text, meaning: "The kind of placement; empty: none."}
  last_assessment_on: {kind: date, meaning: "When the last assessment was completed, of any kind."}
  open_findings: {kind: count, meaning: "Findings open on the as-of date, strengths left out."}
*/
with harmed as (
    select child_id, max(happened_on) as last_harm_on from harm_on_record group by child_id
),
through_harm as (
    select distinct child_id from risk_through_harm where until_on is null
),
listed as (
    select child_id, string_agg(distinct list, '; ' order by list) as lists from monitoring where removed_on is null group by child_id
),
allocated as (
    select child_id, string_agg(distinct worker_id, '; ' order by worker_id) as workers
    from workers
    where role = 'social_worker' and ended_on is null
    group by child_id
),
placed as (
    select child_id, string_agg(distinct kind, '; ' order by kind) as kinds from placements where ended_on is null group by child_id
),
last_assessed as (
    select child_id, max(completed_on) as completed_on from assessed group by child_id
),
open_now as (
    select child_id, count(*) as findings from findings where state = 'open' and severity <> 'strength' group by child_id
)
select
    now.child_id,
    datesub('year', children.date_of_birth, as_of()) as age,
    children.responsible_authority,
    now.harm,
    harmed.last_harm_on,
    now.level,
    assessments.tool,
    assessments.level_as_recorded as tool_label,
    now.at_risk_since,
    through_harm.child_id is not null as at_risk_through_harm,
    listed.lists,
    allocated.workers as social_worker,
    placed.kinds as placement,
    last_assessed.completed_on as last_assessment_on,
    coalesce(open_now.findings, 0) as open_findings
from children_now as now
join children using (child_id)
left join levels on levels.child_id = now.child_id and levels.until_on is null
left join assessments on assessments.assessment_id = levels.assessment_id
left join harmed on harmed.child_id = now.child_id
left join through_harm on through_harm.child_id = now.child_id
left join listed on listed.child_id = now.child_id
left join allocated on allocated.child_id = now.child_id
left join placed on placed.child_id = now.child_id
left join last_assessed on last_assessed.child_id = now.child_id
left join open_now on open_now.child_id = now.child_id
where now.level not in ('none', 'not assessed')
    or now.harm <> 'none'
    or now.at_risk_since is not null
    or listed.lists is not null
order by now.harm = 'known' desc, now.harm = 'suspected' desc, rank(levels.level) desc nulls last, now.child_id
