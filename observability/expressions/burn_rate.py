"""Burn-rate alerts: both windows over the threshold, and enough bad events to mean it.

SRE workbook, ch. 5, "Multiwindow, multi-burn-rate alerts". There is no `for`: it would start
again at each lull (same chapter, "We do not recommend").
"""

from observability.expressions import names
from observability.expressions.budget import events, last_row, ledger_of
from observability.expressions.promql import Expression, fraction, join, number
from observability.expressions.scope import recorded
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.environment import Environment
from observability.model.slo import SLO


def threshold(slo: SLO, tier: BurnRateTier) -> Expression:
    """Return factor * budget, unfolded so that a reader sees both: 13.44 * 0.001."""
    return join("*", fraction(tier.factor(slo.window)), number(slo.budget))


def _by_rate(slo: SLO, environment: Environment, tier: BurnRateTier) -> Expression:
    return join(
        "and",
        *(
            join(
                ">",
                recorded(ledger_of(tier).error_ratio(window), slo, environment),
                threshold(slo, tier),
            )
            for window in (tier.long_window, tier.short_window)
        ),
    )


def _by_events(slo: SLO, environment: Environment, tier: BurnRateTier) -> Expression:
    budget = last_row(names.BUDGET_EVENTS, slo, environment)
    return join(
        "and",
        join(
            ">=",
            events(ledger_of(tier).bad, slo, environment, tier.long_window),
            join("*", number(tier.budget_share), budget),
        ),
        join(">", events(ledger_of(tier).bad, slo, environment, tier.short_window), number(0)),
    )


def burns(slo: SLO, environment: Environment, tier: BurnRateTier) -> Expression:
    """Return when an SLO's tier alerts."""
    match slo.policy.basis:
        case Basis.RATE:
            burning = _by_rate(slo, environment, tier)
        case Basis.EVENTS:
            burning = _by_events(slo, environment, tier)
    enough = join(
        ">=",
        events(ledger_of(tier).bad, slo, environment, tier.long_window),
        number(slo.policy.min_bad_events),
    )
    return join("and", burning, enough)
