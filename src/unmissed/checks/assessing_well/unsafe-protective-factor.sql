/*
number: 21
title: A danger counted as protection
asks: Did an assessment count as protective what may be the danger itself?
why: In St Helens the risks to one child were assessed as reduced because she was living in the home of a person described as a new boyfriend, which the council called "certainly a real issue".
cites: [F.5 ¶36]
severity: critical
unprotected: false
opens: An assessment completes and counts as protective a factor of the unsafe_protective_factors.
closes: A later assessment completes without one.
closed_by: [assessments]
parameters: [unsafe_protective_factors]
needs: [assessments.completed_on, assessment_factors]
because: "The assessment completed on {completed_on} counts as protective: {factors}."
sharpened: A factor recorded after its assessment opens the finding on the day it is known, and a later assessment is judged by the factors known on the day on which it became known.
*/
with unsafe as (
    select child_id, assessment_id, factor_id, factor, known_on
    from assessment_factors
    where effect = 'protective' and list_contains(unsafe_protective_factors(), factor)
)
select
    assessed.child_id,
    assessed.record as opened_by,
    min(unsafe.known_on) as opened_on,
    (
        select min(later.known_on)
        from assessed as later
        where later.child_id = assessed.child_id
            and later.place > assessed.place
            and not exists (
                from unsafe as again
                where again.assessment_id = later.assessment_id and again.known_on <= later.known_on
            )
    ) as closed_on,
    list('assessment_factors:' || unsafe.factor_id) as evidence,
    assessed.completed_on,
    string_agg(distinct said(unsafe.factor), ', ' order by said(unsafe.factor)) as factors
from assessed
join unsafe using (child_id, assessment_id)
group by assessed.child_id, assessed.record, assessed.place, assessed.completed_on
