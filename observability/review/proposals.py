"""What another objective would have meant: one nine more, one nine less."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from observability.alerts.alerting import severity_in
from observability.evaluation.budget import TimeBudget
from observability.evaluation.burns import Burn, Watched, burns
from observability.evaluation.firings import AlertCounts, Firing, alert_counts, fired
from observability.evaluation.states import State, StateTable
from observability.model import naming
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.review.figures import Figures, state_of

_TEN = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """An objective, and what it would have meant: budget in bad events, pages and tickets.

    `state` is what it would be with this objective.
    """

    objective: Decimal
    budget: Decimal
    state: State
    sent: AlertCounts


def alternatives(objective: Decimal) -> tuple[Decimal, ...]:
    """Return one nine less (if that is still a promise), the objective, one nine more."""
    budget = 1 - objective
    less = 1 - budget * _TEN
    return tuple(value for value in (less, objective, 1 - budget / _TEN) if value > 0)


def firings(slo: SLO, environment: Environment, fires: tuple[Burn, ...]) -> Iterator[Firing]:
    """Yield the alerts that an SLO's tiers are if they fire so."""
    for burn in fires:
        labels = {
            "alertname": naming.burn_alert(environment.system, slo),
            "severity": str(severity_in(environment, burn.tier.severity)),
            "burn_tier": burn.tier.name,
        }
        for episode in burn.episodes:
            yield fired(labels, firing_at=episode.pending_at, resolved_at=episode.resolved_at)


def sent(slo: SLO, environment: Environment, fires: tuple[Burn, ...]) -> AlertCounts:
    """Return how many pages and tickets an SLO's alerts are if its tiers fire so."""
    return alert_counts(firings(slo, environment, fires))


def what_if(
    figures: Figures, table: StateTable, environment: Environment, tiers: Watched
) -> tuple[WhatIf, ...]:
    """Return what the alternatives would have meant in the period; empty without events."""
    answers = []
    for objective in alternatives(figures.objective) if figures.count.valid else ():
        budget = (1 - objective) * figures.count.valid
        answers.append(
            WhatIf(
                objective=objective,
                budget=budget,
                state=state_of(
                    figures.slo,
                    table,
                    TimeBudget(count=figures.count, allowed=budget, coverage=figures.coverage),
                    figures.excess,
                ),
                sent=sent(figures.slo, environment, burns(tiers, objective)),
            )
        )
    return tuple(answers)
