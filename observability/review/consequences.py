"""What the error-budget policy and the decision matrix say (SRE workbook, ch. 2 and appendix B)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from observability.evaluation.states import MISSED
from observability.model.review import ErrorBudgetPolicy, Level, ReviewInputs, ToilAndSatisfaction
from observability.review.figures import Figures
from observability.review.incidents import Attribution
from observability.review.quarter import Quarter
from observability.review.wording import events, percentage


class Rule(StrEnum):
    """The three rules of the policy."""

    FREEZE = "freeze"
    INCIDENT = "incident"
    CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What one rule of the policy asks for, and why; `open` if nobody has answered it yet."""

    rule: Rule
    slo: str
    why: str
    what: str
    open: bool


def consequences(
    policy: ErrorBudgetPolicy,
    reviewed: Sequence[Figures],
    attributions: Sequence[Attribution],
    quarter: Quarter,
) -> tuple[Consequence, ...]:
    """Return what follows from the policy.

    Shares are of the budget of a whole window of the SLO, from its rows; of a class, of the
    quarter's. Without a verdict on an SLO no rule is applied to it.
    """
    judged = {figures.slo.name for figures in reviewed if figures.state.met is not None}
    consequences = [
        Consequence(
            rule=Rule.FREEZE,
            slo=figures.slo.name,
            why=f"{percentage(figures.window.spent)} of the budget of the last "
            f"{figures.slo.window.days} days is spent",
            what=policy.freeze,
            open=True,
        )
        for figures in reviewed
        # Nobody freezes releases for a promise whose breach wakes nobody.
        if figures.slo.policy.pages
        and figures.slo.name in judged
        and figures.window_state is MISSED
    ]
    for attribution in attributions:
        for impact in attribution.impacts:
            share = impact.of_window
            if attribution.slo in judged and share is not None and share > policy.incident_share:
                link = impact.incident.postmortem
                consequences.append(
                    Consequence(
                        rule=Rule.INCIDENT,
                        slo=impact.slo,
                        why=f"{impact.incident.name} took {percentage(share)} of the budget",
                        what="a postmortem with an action of the highest priority"
                        + (f": {link}" if link else "; none is linked"),
                        open=not link,
                    )
                )
    consequences += [
        Consequence(
            rule=Rule.CLASS,
            slo=impact.slo,
            why=f"incidents of class {impact.cause} took {events(impact.bad)} of the "
            f"{events(impact.budget)} bad events that {quarter.period.name} allows, "
            f"{percentage(impact.share)}",
            what="an action of the highest priority against this class on the next quarter's plan",
            open=True,
        )
        for impact in quarter.classes
        if impact.slo in judged and impact.share > policy.class_share
    ]
    return tuple(consequences)


def not_applied(reviewed: Sequence[Figures]) -> tuple[tuple[str, str], ...]:
    """Return the SLOs with events to which no rule, or only that of classes, was applied: why."""
    reasons = []
    for figures in reviewed:
        if figures.count.valid and figures.state.met is None:
            reasons.append((figures.slo.name, f"there is no verdict ({figures.state.word})"))
        elif figures.count.valid and not figures.window.is_known:
            reason = (
                f"rows cover {percentage(figures.window.coverage)} of the last "
                f"{figures.slo.window.days} days, whose budget the rules on a spent budget and on "
                "single incidents are about"
            )
            reasons.append((figures.slo.name, reason))
    return tuple(reasons)


_MATRIX = {
    (True, Level.LOW, Level.HIGH): "release faster with fewer checks, or look after it less",
    (True, Level.LOW, Level.LOW): "tighten the objective",
    (True, Level.HIGH, Level.HIGH): "make alerts less sensitive if they cried wolf; else loosen "
    "the objective for a while and mend the product",
    (True, Level.HIGH, Level.LOW): "tighten the objective",
    (False, Level.LOW, Level.HIGH): "loosen the objective",
    (False, Level.LOW, Level.LOW): "make alerts more sensitive",
    (False, Level.HIGH, Level.HIGH): "loosen the objective",
    (False, Level.HIGH, Level.LOW): "take toil off people and mend the product",
}
"""SRE workbook, ch. 2, table 2-5: (SLO met, toil, satisfaction)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the decision matrix for one SLO; `advice` is None where something is missing."""

    slo: str
    met: bool | None
    answer: ToilAndSatisfaction | None
    advice: str | None
    missing: str


def matrix(inputs: ReviewInputs, reviewed: Sequence[Figures]) -> tuple[Row, ...]:
    """Return the row of each SLO, or what is missing to choose it."""
    answers = {answer.slo: answer for answer in inputs.toil_and_satisfaction}
    rows = []
    for figures in reviewed:
        answer = answers.get(figures.slo.name)
        met = figures.state.met
        missing = [
            what
            for what, lacks in (
                (f"a verdict (the state is {figures.state.word})", met is None),
                ("toil and satisfaction (none were supplied)", answer is None),
            )
            if lacks
        ]
        advice = (
            _MATRIX[met, answer.toil, answer.satisfaction]
            if met is not None and answer is not None
            else None
        )
        rows.append(
            Row(
                slo=figures.slo.name,
                met=met,
                answer=answer,
                advice=advice,
                missing=" and ".join(missing),
            )
        )
    return tuple(rows)
