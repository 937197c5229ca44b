/*
number: 24
title: Assessor without training
asks: Was the assessor trained in exploitation, in how children respond to trauma and in this tool?
why: Barnardo's told the inquiry that risk assessments are often first completed by practitioners without extensive training on abuse, trauma and the barriers to disclosure.
cites: [F.4 ¶23]
severity: watch
unprotected: false
opens: An assessment completes with assessor_trained no. Empty is not no.
closes: A later assessment completes with assessor_trained yes.
closed_by: [assessments]
parameters: []
needs: [assessments.completed_on, assessments.assessor_trained]
because: "The assessment completed on {completed_on} was made by an assessor without training."
*/
select
    assessed.child_id,
    assessed.record as opened_by,
    assessed.known_on as opened_on,
    (
        select min(later.known_on)
        from assessed as later
        where later.child_id = assessed.child_id and later.place > assessed.place and later.assessor_trained
    ) as closed_on,
    []::varchar[] as evidence,
    assessed.completed_on
from assessed
where not assessed.assessor_trained
