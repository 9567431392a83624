"""What another objective would have meant: one nine more, one nine less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from observability.evaluation.rows import Rows
from observability.model.burn_rate import Severity
from observability.model.slo import SLO
from observability.review.burning import Strip, Sums, burnt, calls, sums
from observability.review.figures import FEW_EVENTS, Figures
from observability.review.period import Period

_TEN = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """An objective, and what it would have meant: budget in bad events, pages and tickets.

    `met` is None where the budget has too few events to say.
    """

    objective: Decimal
    budget: Decimal
    met: bool | None
    pages: int
    tickets: int


def alternatives(objective: Decimal) -> tuple[Decimal, ...]:
    """Return one nine less (if that is still a promise), the objective, one nine more."""
    budget = 1 - objective
    less = 1 - budget * _TEN
    return tuple(value for value in (less, objective, 1 - budget / _TEN) if value > 0)


def tiers(slo: SLO, rows: Rows, period: Period) -> dict[str, tuple[Sums, ...]]:
    """Return the sums of an SLO's tiers in a period, by tier."""
    start, end = period.start.timestamp(), period.reached.timestamp()
    return {tier.name: sums(rows, tier, start, end) for tier in slo.policy.tiers}


def judged(
    figures: Figures, found: Mapping[str, Sequence[Sums]], period: Period, objective: Decimal
) -> tuple[Strip, ...]:
    """Return when the tiers burnt in the period, if the objective were this one."""
    whole = figures.window_budget(period)
    scaled = None if whole is None else whole * (1 - objective) / (1 - figures.objective)
    return burnt(found, figures.slo, objective, scaled)


def what_if(
    figures: Figures, found: Mapping[str, Sequence[Sums]], period: Period
) -> tuple[WhatIf, ...]:
    """Return what the alternatives would have meant in the period; empty without events."""
    answers = []
    for objective in alternatives(figures.objective) if figures.count.valid else ():
        budget, bad = (1 - objective) * figures.count.valid, figures.count.bad
        strips = judged(figures, found, period, objective)
        answers.append(
            WhatIf(
                objective=objective,
                budget=budget,
                met=None if budget < FEW_EVENTS and bad < FEW_EVENTS else bad <= budget,
                pages=calls(strips, Severity.CRITICAL),
                tickets=calls(strips, Severity.WARNING),
            )
        )
    return tuple(answers)
