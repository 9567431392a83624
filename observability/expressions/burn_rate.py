"""Burn-rate alerts: both windows over the threshold, and enough bad events to mean it.

SRE workbook, ch. 5, "Multiwindow, multi-burn-rate alerts". There is no `for`: it would start
again at each lull (same chapter, "We do not recommend").
"""

from observability.expressions import names
from observability.expressions.budget import events, ledger_of, newest
from observability.expressions.promise import Promise
from observability.expressions.promql import Expression, Series, fraction, join, number
from observability.expressions.scope import Recorded
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO


def threshold(slo: SLO, tier: BurnRateTier) -> Expression:
    """Return factor * budget, unfolded so that a reader sees both: 13.44 * 0.001."""
    return join("*", fraction(tier.factor(slo.window)), number(slo.budget))


def _by_rate(slo: SLO, of: Recorded, tier: BurnRateTier) -> Expression:
    ledger = ledger_of(tier.long_window)
    over = (
        join(">", of(ledger.error_ratio(window)), threshold(slo, tier))
        for window in (tier.long_window, tier.short_window)
    )
    return join("and", *over, _enough(slo, tier, of(ledger.bad)))


def _by_events(slo: SLO, of: Recorded, tier: BurnRateTier) -> Expression:
    bad = of(ledger_of(tier.long_window).bad)
    share = join("*", number(tier.budget_share), newest(of(names.BUDGET_EVENTS)))
    return join(
        "and",
        join(">=", events(bad, tier.long_window), share),
        join(">", events(bad, tier.short_window), number(0)),
        _enough(slo, tier, bad),
    )


def _enough(slo: SLO, tier: BurnRateTier, bad: Series) -> Expression:
    # A high ratio of very few events is no burn.
    return join(">=", events(bad, tier.long_window), number(slo.policy.min_bad_events))


def burns(promise: Promise, tier: BurnRateTier) -> Expression:
    """Return when an SLO's tier alerts."""
    match promise.slo.policy.basis:
        case Basis.RATE:
            return _by_rate(promise.slo, promise.recorded, tier)
        case Basis.EVENTS:
            return _by_events(promise.slo, promise.recorded, tier)
