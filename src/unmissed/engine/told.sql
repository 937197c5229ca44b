/*
meaning: Findings as they are told, of what checks found. The as-of date gives their state, and the id is made of check, child and opening record. `check_order` is the check's place in the run. Reads `ended`.
*/
select
    'f' || left(md5(ended."check" || '|' || ended.child_id || '|' || ended.opening), 15) as finding_id,
    ended."check",
    ended.child_id,
    ended.begins_on as opened_on,
    case when ended.ends_on <= as_of() then ended.ends_on end as closed_on,
    ended.severity,
    ended.unprotected,
    list_prepend(
        ended.opened_by, list_filter(list_sort(list_distinct(ended.evidence)), lambda r: r <> ended.opened_by)
    ) as evidence,
    concat_ws(' ', ended.because, ended.said) as because,
    case
        when ended.begins_on > as_of() then 'due'
        when ended.ends_on <= as_of() then 'closed'
        else 'open'
    end as state,
    ended.check_order
from ended
