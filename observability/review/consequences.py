"""What the error-budget policy and the decision matrix say (SRE workbook, ch. 2 and appendix B)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from observability.evaluation.states import MISSED
from observability.model.review import ErrorBudgetPolicy, Level, ReviewInputs, Standing
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
    figures: Sequence[Figures],
    attributions: Sequence[Attribution],
    quarter: Quarter,
) -> tuple[Consequence, ...]:
    """Return what follows from the policy.

    Shares are of the budget of a whole window of the SLO, from its rows; of a class, of the
    quarter's. Without a verdict on an SLO no rule is applied to it.
    """
    judged = {one.slo.name for one in figures if one.state.met is not None}
    found = [
        Consequence(
            rule=Rule.FREEZE,
            slo=one.slo.name,
            why=f"{percentage(one.window.spent)} of the budget of the last "
            f"{one.slo.window.days} days is spent",
            what=policy.freeze,
            open=True,
        )
        for one in figures
        # Nobody freezes releases for a promise whose breach wakes nobody.
        if one.slo.policy.pages and one.slo.name in judged and one.window_state is MISSED
    ]
    for attribution in attributions:
        for toll in attribution.tolls:
            share = toll.of_window
            if attribution.slo in judged and share is not None and share > policy.incident_share:
                link = toll.incident.postmortem
                found.append(
                    Consequence(
                        rule=Rule.INCIDENT,
                        slo=toll.slo,
                        why=f"{toll.incident.name} took {percentage(share)} of the budget",
                        what="a postmortem with an action of the highest priority"
                        + (f": {link}" if link else "; none is linked"),
                        open=not link,
                    )
                )
    found += [
        Consequence(
            rule=Rule.CLASS,
            slo=one.slo,
            why=f"incidents of class {one.cause} took {events(one.bad)} of the "
            f"{events(one.budget)} bad events that {quarter.period.name} allows, "
            f"{percentage(one.share)}",
            what="an action of the highest priority against this class on the next quarter's plan",
            open=True,
        )
        for one in quarter.classes
        if one.slo in judged and one.share > policy.class_share
    ]
    return tuple(found)


def not_applied(figures: Sequence[Figures]) -> tuple[tuple[str, str], ...]:
    """Return the SLOs with events to which no rule, or only that of classes, was applied: why."""
    reasons = []
    for one in figures:
        if one.count.valid and one.state.met is None:
            reasons.append((one.slo.name, f"there is no verdict ({one.state.word})"))
        elif one.count.valid and not one.window.is_known:
            reason = (
                f"rows cover {percentage(one.window.coverage)} of the last {one.slo.window.days} "
                "days, whose budget the rules on a spent budget and on single incidents are about"
            )
            reasons.append((one.slo.name, reason))
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
    standing: Standing | None
    advice: str | None
    missing: str


def matrix(inputs: ReviewInputs, figures: Sequence[Figures]) -> tuple[Row, ...]:
    """Return the row of each SLO, or what is missing to choose it."""
    standings = {standing.slo: standing for standing in inputs.standings}
    rows = []
    for one in figures:
        standing = standings.get(one.slo.name)
        met = one.state.met
        missing = [
            what
            for what, lacks in (
                (f"a verdict (the state is {one.state.word})", met is None),
                ("toil and satisfaction (nobody supplied them)", standing is None),
            )
            if lacks
        ]
        advice = (
            _MATRIX[met, standing.toil, standing.satisfaction]
            if met is not None and standing is not None
            else None
        )
        rows.append(
            Row(
                slo=one.slo.name,
                met=met,
                standing=standing,
                advice=advice,
                missing=" and ".join(missing),
            )
        )
    return tuple(rows)
