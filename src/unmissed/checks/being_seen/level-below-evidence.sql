/*
number: 4
title: Level below the evidence
asks: Is the level at least what the tool and recent harm say?
why: "A child in Durham was clearly assessed as at high risk and not identified as such; Tower Hamlets accepted that a 13-year-old graded medium should have been graded high."
cites: [F.4 ¶26, F.5 ¶32, F.5 ¶36, F.5 ¶37]
severity: critical
unprotected: true
opens: An assessment completes with the level below its indicated level; or below at_risk_level although known harm, on record on that day or in the assessment itself, happened in the recent_harm_days before.
closes: A later assessment completes that records a level and has neither fault, by what is on record when it becomes known.
closed_by: [assessments]
sharpened: Known harm in the assessment itself counts, because it is the evidence before the assessor. A later assessment that records no level mends nothing.
parameters: [at_risk_level, recent_harm_days]
needs: [assessments.completed_on, assessments.level, assessments.indicated_level, assessments.harm, events.harm]
because: "The level was set at {level} on {completed_on}, although {evidence_said}."
*/
with recent_harm as (
    select
        assessed.record as assessment,
        -- On record on the day of completion; the rest was on record only when the assessment became known.
        harm.known_on <= assessed.completed_on or harm.record = assessed.record as before_the_assessor,
        harm.record,
        harm.happened_on
    from assessed
    join harm_on_record as harm
        on harm.child_id = assessed.child_id
        and harm.harm = 'known'
        and harm.happened_on between recent_harm_days_before(assessed.completed_on) and assessed.completed_on
        and harm.known_on <= assessed.known_on
),
harmed as (
    select
        assessment,
        list(record) filter (where before_the_assessor) as records,
        max(happened_on) filter (where before_the_assessor) as harmed_on
    from recent_harm
    group by assessment
),
judged as (
    select
        assessed.*,
        coalesce(rank(assessed.level) < rank(assessed.indicated_level), false) as below_indicated,
        rank(assessed.level) < at_risk_level() and harmed.harmed_on is not null as below_harm,
        rank(assessed.level) < at_risk_level() and harmed.assessment is not null as below_harm_when_known,
        harmed.records,
        harmed.harmed_on
    from assessed
    left join harmed on harmed.assessment = assessed.record
    where assessed.level is not null
)
select
    child_id,
    record as opened_by,
    known_on as opened_on,
    (
        select min(later.known_on)
        from judged as later
        where later.child_id = judged.child_id
            and later.place > judged.place
            and not later.below_indicated
            and not later.below_harm_when_known
    ) as closed_on,
    case when below_harm then records else [] end as evidence,
    said(level) as level,
    completed_on,
    concat_ws(
        ' and ',
        case when below_indicated then 'the assessment indicated ' || said(indicated_level) end,
        case when below_harm then 'known harm is on record for ' || in_words(harmed_on) end
    ) as evidence_said
from judged
where below_indicated or below_harm
