/*
title: Where the children of another agency's list stand here
asks: Of the children whom another agency knows, how many are on no multi-agency list here?
definition: Each identifier of their list once, by where the child stands here on the as-of date. The share is of the lines that mean one child under 18, or a child whom this register does not hold.
denominator: "lines of their list that are monitored, not monitored or not in the register"
cites: [F.4 ¶26, F.4 ¶27]
needs: [children]
none: Their list holds no line.
columns:
  standing: {kind: text, meaning: "monitored, not monitored, not in the register; and lines that could not be counted: several, 18 or over, repeated, no identifier, later."}
  lines: {kind: count, meaning: Lines of their list.}
  share: {kind: percent, of: [lines], meaning: Of the lines that count; empty for those that do not.}
  wrong_numbers: {kind: count, meaning: "Of these, lines whose identifier has a wrong check digit: it may be one of ours, mistyped."}
*/
select
    standing,
    count(*) as lines,
    case when standing in ('monitored', 'not monitored', 'not in the register')
        then round(100.0 * count(*) / sum(count(*) filter (standing in ('monitored', 'not monitored', 'not in the register'))) over (), 1)::double
    end as share,
    count(*) filter (wrong_number) as wrong_numbers
from absent_lines
group by standing
order by list_position(
    ['not monitored', 'not in the register', 'monitored', 'several', '18 or over', 'repeated', 'no identifier', 'later'], standing
)
