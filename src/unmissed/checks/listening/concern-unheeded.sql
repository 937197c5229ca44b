/*
number: 30
title: Concern unheeded
asks: Was everybody who raised a concern about the child answered, and did somebody act?
why: CS-A1's family repeatedly emphasised throughout the second half of 2016 that she was at high risk of sexual exploitation. Warwickshire agreed only in May 2017.
cites: [F.5 ¶34]
severity: critical
unprotected: true
opens: A concern about exploitation, a level that is too low, a removal, a closure or a placement has had no answer for more than concern_days. Or it is the concern_count-th within concern_repeat_days, and on the day on which all of these are known every one of them was answered with no action or not at all.
closes: The answer to the concern (or to any of those counted with it) that somebody reassessed or acted becomes known, or an assessment started on or after the day of the concern completes. An explanation closes nothing.
closed_by: [concerns.responded_on, assessments]
parameters: [concern_days, concern_count, concern_repeat_days]
needs: [concerns.responded_on, concerns.response, assessments.completed_on]
sharpened: One finding a concern, from the earlier of its two openings, until anything that closes either. An answer later than the limit does not excuse it. All answers are judged once, on the day on which the concerns counted are first known.
because: "The concern raised on {raised_on} ({raised_by}, about {subject}) {fate}."
*/
with calling as (
    -- The concerns that call for action. An answer without a date of its own is known with its row.
    select
        child_id,
        'concerns:' || concern_id as record,
        raised_on,
        raised_by,
        about,
        known_on,
        coalesce(responded_on, case when response is not null then known_on end) as answered_on,
        coalesce(responded_known_on, case when response is not null then known_on end) as answer_known_on,
        coalesce(response in ('reassessed', 'action_taken'), false) as acted,
        coalesce(response = 'no_action', false) as refused
    from concerns
    where about in ('exploitation', 'level_too_low', 'removal', 'closure', 'placement')
),
unanswered as (
    select
        child_id,
        record,
        greatest(concern_days_after(raised_on) + 1, known_on) as opened_on,
        case when acted then answer_known_on end as acted_known_on,
        [record] as evidence,
        'had no answer by ' || in_words(concern_days_after(raised_on)) as fate
    from calling
    where answered_on is null or answered_on > concern_days_after(raised_on)
),
paired as (
    -- Each concern beside those in the concern_repeat_days up to it, itself among them.
    select
        this.child_id,
        this.record,
        this.known_on,
        other.record as other,
        other.raised_on,
        other.known_on as other_known_on,
        other.answer_known_on,
        other.acted,
        other.refused
    from calling as this
    join calling as other
        on other.child_id = this.child_id
        and other.raised_on >= concern_repeat_days_before(this.raised_on)
        and (other.raised_on, other.record) <= (this.raised_on, this.record)
),
reached as (
    -- The day on which this concern and enough of those before it were first known.
    select child_id, record, greatest(known_on, list_sort(list(other_known_on))[concern_count()]) as opened_on
    from paired
    group by child_id, record, known_on
    having count(*) >= concern_count()
),
counted as (
    select *
    from paired
    join reached using (child_id, record)
    where other_known_on <= opened_on
    qualify row_number() over (partition by record order by raised_on desc, other desc) <= concern_count()
),
repeated as (
    select
        child_id,
        record,
        opened_on,
        min(answer_known_on) filter (where acted) as acted_known_on,
        list(other) as evidence,
        'was one of ' || concern_count() || ' since ' || in_words(min(raised_on))
            || ', each answered with no action or not at all' as fate
    from counted
    group by child_id, record, opened_on
    having bool_and(refused or answer_known_on is null or answer_known_on > opened_on)
),
unheeded as (
    -- One finding a concern, from the earlier of its two openings. An act on any of them came after all were raised.
    select
        child_id,
        record,
        min(opened_on) as opened_on,
        min(acted_known_on) as acted_known_on,
        flatten(list(evidence)) as evidence,
        arg_min(fate, (opened_on, fate)) as fate
    from (from unanswered union all from repeated)
    group by child_id, record
)
select
    unheeded.child_id,
    unheeded.record as opened_by,
    unheeded.opened_on,
    least(unheeded.acted_known_on, (
        select min(assessed.known_on)
        from assessed
        where assessed.child_id = calling.child_id and assessed.started_on >= calling.raised_on
    )) as closed_on,
    unheeded.evidence,
    calling.raised_on,
    said(calling.raised_by) as raised_by,
    said(calling.about) as subject,
    unheeded.fate
from unheeded
join calling using (child_id, record)
