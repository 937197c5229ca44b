/*
title: Lines of their list about children whom this register does not hold
asks: Who is known there and not in this register at all?
definition: One row is one line of their list whose identifier stands with no child of the register, or with several. Their identifier is never shown; look the line up in their file.
denominator: lines of their list
cites: [F.4 ¶26, F.4 ¶27]
needs: [children]
none: Every line of their list means one child of the register.
about_children: true
columns:
  line: {kind: count, meaning: The line in their file; the header is line 1.}
  listed_on: {kind: date, meaning: Their date.}
  standing: {kind: text, meaning: "not in the register, or several children with this identifier."}
  wrong_number: {kind: flag, meaning: "The check digit is wrong: it may be one of ours, mistyped."}
*/
select line, listed_on, standing, wrong_number
from absent_lines
where standing in ('not in the register', 'several')
order by listed_on nulls last, line
