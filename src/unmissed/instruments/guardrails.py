"""What holds for every tool (design, section 6). A tool's file has no word that could switch any of it off.

- An unknown perpetrator never lowers: no arithmetic, floor or override can ask about it.
- Harm is answered apart from risk, and where there is harm the response is never nothing.
- Past harm is put before the assessor and must be addressed.
- Unknown is not no: what is missing is named, with what it could still mean.
- A person may record another level, with a reason; both are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from unmissed.instruments.answers import Answers, HarmAnswer
from unmissed.instruments.result import Missing, Recommended
from unmissed.instruments.rules import duties
from unmissed.instruments.scoring import Scored
from unmissed.instruments.tool import Response, Tool, rank
from unmissed.instruments.vocabulary import of_type, vocabulary

FOR_HARM: tuple[Response, ...] = ("strategy_discussion", "social_care_assessment", "monitoring", "services")
"""What suspected or known harm asks for, under every tool (inquiry F.4 ¶21, ¶23, ¶26)."""

_HARM_ORDER: tuple[HarmAnswer, ...] = ("unknown", "none", "suspected", "known")


def harm_found(answers: Answers, found: Scored) -> HarmAnswer:
    """The gravest that was answered about harm: the answer itself, evidence of harm, or what the level's definition says."""
    implied = found.local.implies_harm if found.local and found.local.implies_harm else "unknown"
    signs: HarmAnswer = "suspected" if answers.ever("harm") else "unknown"
    return max((answers.harm, implied, signs), key=_HARM_ORDER.index)


def notes(tool: Tool, answers: Answers, found: Scored) -> tuple[str, ...]:
    """What every assessor is told beside the level."""
    return tuple(note for guardrail in _GUARDRAILS for note in guardrail(tool, answers, found))


def missing(tool: Tool, answers: Answers, found: Scored) -> tuple[Missing, ...]:
    """The answers that every tool needs, whether or not its form asks for them."""
    return tuple(_needed(tool, answers, found))


def recommended(tool: Tool, answers: Answers, found: Scored) -> tuple[Recommended, ...]:
    """The responses: the tool's own, and those that harm asks for. Never none where there is harm. Each once, with a reason."""
    harm = harm_found(answers, found)
    every = [Recommended(response, f"harm is {harm}") for response in FOR_HARM if harm in {"suspected", "known"}]
    every += duties(tool, answers)
    level = found.local or found.at_least
    if level:
        every += [Recommended(response, f"the tool's response to {level.label}") for response in level.response]
    once: dict[Response, Recommended] = {}
    for response in every:
        once.setdefault(response.response, response)
    return tuple(once.values())


def _needed(tool: Tool, answers: Answers, found: Scored) -> Iterator[Missing]:
    if answers.harm == "unknown":
        yield Missing("harm", "none, suspected or known: it is answered apart from the level")
    if _past_harm(answers) and answers.past_harm_considered != "yes":
        yield Missing("past harm", "how the harm on record was considered")
    judged = answers.judged.get(tool.id)
    if judged and not judged.rationale and found.local and judged.level != found.local.id:
        yield Missing("the reason", f"why another level was recorded than {found.local.label}")


def _past_harm(answers: Answers) -> list[str]:
    """Harm that lies behind: records of a register, and signs of harm in the past."""
    past = [indicator.name for indicator in answers.ever("harm") if answers.seen(indicator.id).past == "yes"]
    return [*answers.past_harm, *past]


def _harm_apart(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    harm = harm_found(answers, found)
    if harm not in {"suspected", "known"}:
        return
    low = found.local is not None and rank(found.local.common) <= rank("low")
    yield f"Harm is {harm}, whatever the level{': this level does not say so' if low else ''}."
    if answers.harm in {"none", "unknown"} and answers.ever("harm"):
        named = "; ".join(indicator.name for indicator in answers.ever("harm"))
        yield f"Evidence of harm was answered yes ({named}) and harm {answers.harm}. Answer harm again."
    if found.local and found.local.implies_harm and answers.harm not in {"suspected", "known"}:
        yield f"By its own definition {found.local.label} means that harm is happening. Answer harm again."


def _unknown_perpetrator(_: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    if answers.perpetrator_identified != "yes":
        known = answers.perpetrator_identified == "no"
        said = (
            "Nobody has been identified as causing harm" if known else "Whether anybody was identified as causing harm is unknown"
        )
        yield f"{said}. That never lowers a level: the child may be in more danger (F.4 ¶25)."


def _past_harm_first(_: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    past = _past_harm(answers)
    if past and answers.past_harm_considered != "yes":
        shown = ", ".join(past[:5]) + (f" and {len(past) - 5} more" if len(past) > 5 else "")
        yield f"Past harm must be addressed before this assessment is complete: {shown} (F.5 ¶33)."


def _harm_counted_as_risk(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    for item in found.counted:
        harms = [name for name in item.indicators if vocabulary()[name].type == "harm" and answers.seen(name).ever == "yes"]
        for name in harms:
            yield f"This tool counts evidence of harm as risk: {vocabulary()[name].name}."


def _unknown_is_not_no(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    if found.could_be and (found.local is None or tool.place(found.could_be.id) > tool.place(found.local.id)):
        yield f"If everything unanswered were yes, this tool could reach {found.could_be.label}. Unknown is not no."
    if tool.scoring.unknown_scores_zero and any(m.asks.startswith("its score") for m in found.missing):
        yield "This tool counts don't know as no. Ignorance is not safety: find out."


def _protection_never_subtracts(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    there = [indicator.name for indicator in of_type("protective") if answers.seen(indicator.id).current == "yes"]
    if there:
        yield f"Protective: {'; '.join(there)}. Kept beside the level, never subtracted from it."


def _both_are_kept(tool: Tool, answers: Answers, found: Scored) -> Iterator[str]:
    judged = answers.judged.get(tool.id)
    if judged and found.local and judged.level != found.local.id:
        yield f"A person recorded {tool.level(judged.level).label}; the tool indicates {found.local.label}. Both are kept."
    if judged and found.at_least and tool.place(judged.level) < tool.place(found.at_least.id):
        yield f"A person recorded {tool.level(judged.level).label}; the tool's own rule says at least {found.at_least.label}."


_GUARDRAILS: tuple[Callable[[Tool, Answers, Scored], Iterator[str]], ...] = (
    _harm_apart,
    _past_harm_first,
    _unknown_perpetrator,
    _harm_counted_as_risk,
    _unknown_is_not_no,
    _protection_never_subtracts,
    _both_are_kept,
)
