"""Thresholds: the register replayed under rules that a partnership can state (¶25 to ¶28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unmissed.oversight.figure import Figure, OversightError, Shape, Sheet, Unanswered, sheet
from unmissed.oversight.ground import Ground
from unmissed.oversight.rule import Rule, default_rules, distinct
from unmissed.words import counted


def thresholds(ground: Ground, rules: Sequence[Rule] | None = None) -> Sheet:
    """Whom each rule leaves out, for how many days, and what harm was recorded meanwhile; and the children one by one."""
    chosen = list(rules) if rules else default_rules()
    distinct(chosen)
    _demand(ground, chosen)
    _state(ground, chosen)
    notes = [f"{rule.name}: {rule.text}" for rule in chosen if rule.name != rule.text]
    return sheet("thresholds", [_by_rule(ground, notes), _children(ground, notes)])


def _demand(ground: Ground, rules: Sequence[Rule]) -> None:
    """OversightError where a rule names something that the register lacks: it would hold for nobody, and look strict."""
    for rule in rules:
        for part, need in {"indicators": "assessment_factors", "coalesce(age": "children.date_of_birth"}.items():
            lacking = ground.lacking(need) if part in rule.sql else None
            if lacking:
                raise OversightError(f"the rule `{rule.text}` cannot be replayed: {lacking}. Leave that part out.")


def _state(ground: Ground, rules: Sequence[Rule]) -> None:
    """Make the rules known to the questions: a table of their names, and a macro that says whether one holds."""
    ground.con.execute("create or replace temp table rules (place integer, name varchar)")
    ground.con.executemany("insert into rules values (?, ?)", [(place, rule.name) for place, rule in enumerate(rules)])
    cases = " ".join(f"when {place} then {rule.sql}" for place, rule in enumerate(rules))
    macro = f"create or replace temp macro rule_holds(rule, level_rank, harm_rank, age, indicators) as case rule {cases} end"
    ground.con.execute(macro)
    ground.made.discard("left_out")


def _by_rule(ground: Ground, notes: Sequence[str]) -> Figure | Unanswered:
    figure = ground.figure("thresholds")
    if isinstance(figure, Unanswered):
        return figure
    worst = max(figure.records(), key=lambda row: (row["left_out"], row["left_out_below_risk"], row["days_left_out"]))
    if worst["left_out"]:
        of, harm = int(str(worst["children_at_risk"])), int(str(worst["harm_recorded"]))
        title = f"“{worst['rule']}” leaves {worst['left_out']:,} of {counted(of, 'child')} at risk out of sight; "
        title += f"{counted(harm, 'event')} with harm recorded about children whom it left out"
    else:
        title = f"No rule leaves a child at risk out; “{worst['rule']}” leaves out {worst['left_out_below_risk']:,} below risk"
    return replace(
        figure.titled(title, *notes),
        shape=Shape("bars", "rule", ("left_out", "left_out_below_risk", "children_harmed"), unit="children"),
    )


def _children(ground: Ground, notes: Sequence[str]) -> Figure | Unanswered:
    figure = ground.figure("left_out")
    if isinstance(figure, Unanswered):
        return figure
    children = len(set(figure.values("child_id")))
    title = f"{counted(children, 'child')} would be left out by at least one of the rules"
    return figure.titled(title, *notes)
