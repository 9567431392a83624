"""What the meeting has to decide: at most one line of each kind, the most urgent first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from observability.evaluation.states import (
    AT_RISK,
    CONTRADICTED,
    LOW_TRAFFIC,
    MISSED,
    NO_DATA,
    PARTIAL,
)
from observability.model.review import Action, ReviewInputs
from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.consequences import Rule
from observability.review.figures import Figures
from observability.review.wording import percentage

_NAMED = 4
_UNJUDGED = (CONTRADICTED, PARTIAL, LOW_TRAFFIC, NO_DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something to decide; `section` is where the review tells more."""

    what: str
    section: str


def listed(names: Sequence[str]) -> str:
    """Return names in a sentence, the first few by name."""
    shown = list(dict.fromkeys(names))
    if len(shown) > _NAMED:
        return f"{', '.join(shown[:_NAMED])} and {len(shown) - _NAMED} more"
    return ", ".join(shown)


def overdue(inputs: ReviewInputs, today: date) -> tuple[Action, ...]:
    """Return the actions that were due before a day and are not done."""
    return tuple(
        action
        for action in inputs.actions
        if not action.done_on and date.fromisoformat(action.due) < today
    )


def unapproved(figures: Sequence[Figures]) -> tuple[str, ...]:
    """Return the SLOs that nobody has approved yet."""
    return tuple(f.slo.name for f in figures if f.slo.approved_by.startswith("nobody"))


def decisions(review: Review) -> tuple[Decision, ...]:
    """Return what is to be decided, most urgent first."""
    decisions = (*_policy(review), *_verdicts(review), *_debts(review))
    return tuple(Decision(what=what, section=section) for what, section in decisions)


def _policy(review: Review) -> Iterator[tuple[str, str]]:
    policy, follows = review.catalogue.error_budget_policy, review.consequences
    frozen = [consequence for consequence in follows if consequence.rule is Rule.FREEZE]
    if frozen:
        yield (
            (
                "Apply the error-budget policy to "
                f"{listed([consequence.slo for consequence in frozen])}? "
                f"The budget of the whole window is spent: {policy.freeze}. "
                f"{policy.decides[:1].upper() + policy.decides[1:]} decides."
            ),
            "policy",
        )
    bare = [
        consequence
        for consequence in follows
        if consequence.rule is Rule.INCIDENT and consequence.open
    ]
    if bare:
        yield (
            (
                "Who writes the postmortem? An incident took more than "
                f"{exactly(policy.incident_share)} of a budget and has none: "
                f"{listed([consequence.why.split(' took ')[0] for consequence in bare])}."
            ),
            "incidents",
        )
    classes = [consequence for consequence in follows if consequence.rule is Rule.CLASS]
    if classes:
        yield (
            (
                "Which action goes first on the next quarter's plan? One class of incidents took "
                f"more than {exactly(policy.class_share)} of {review.quarter.period.name}'s "
                f"budget of {listed([consequence.slo for consequence in classes])}."
            ),
            "classes",
        )


def _verdicts(review: Review) -> Iterator[tuple[str, str]]:
    frozen = {
        consequence.slo for consequence in review.consequences if consequence.rule is Rule.FREEZE
    }
    missed = [
        figures
        for figures in review.figures
        if figures.state is MISSED and figures.slo.name not in frozen
    ]
    if missed:
        names = listed(
            [f"{figures.slo.name} ({percentage(figures.spent)} spent)" for figures in missed]
        )
        yield f"What is done about what missed its objective in this period: {names}?", "slos"
    turned = [
        excluded.slo
        for excluded in review.exclusions
        if excluded.met_without
        and any(f.slo.name == excluded.slo and f.state is MISSED for f in review.figures)
    ]
    if turned:
        yield (
            f"Do the exclusions stand? Without them {listed(turned)} missed, with them met.",
            "exclusions",
        )
    risky = [figures.slo.name for figures in review.figures if figures.state is AT_RISK]
    if risky:
        yield f"What protects the rest of the budget of {listed(risky)}?", "slos"
    over = [
        figures.slo.name
        for figures in review.figures
        if figures.state is PARTIAL and figures.count.bad > figures.budget
    ]
    if over:
        yield (
            (
                "Only a part of the period is known, and in it more was bad than the objective "
                f"allows: {listed(over)}. Is that enough to act on?"
            ),
            "health",
        )


def _debts(review: Review) -> Iterator[tuple[str, str]]:
    today = review.period.end.date()
    late = overdue(review.inputs, today)
    if late:
        yield (
            f"New dates, or no longer wanted? Overdue: {listed([action.what for action in late])}.",
            "debt",
        )
    due = [
        figures.slo.name
        for figures in review.figures
        if date.fromisoformat(figures.slo.review_by) < today
    ]
    if due:
        yield f"Do these promises still hold? They were due for review: {listed(due)}.", "debt"
    proposed = unapproved(review.figures)
    if proposed:
        yield (
            (
                f"Who approves the objectives? {len(proposed)} of {len(review.figures)} SLOs are "
                "proposals that nobody has approved."
            ),
            "debt",
        )
    unanswered = [row.slo for row in review.matrix if row.answer is None and row.met is not None]
    if unanswered:
        yield (
            (
                f"How much toil, and how satisfied are users? There is no answer for "
                f"{listed(unanswered)}, so the decision matrix cannot advise."
            ),
            "policy",
        )
    unjudged = [figures.slo.name for figures in review.figures if figures.state in _UNJUDGED]
    if unjudged:
        yield f"Is it acceptable that {listed(unjudged)} could not be judged?", "health"
