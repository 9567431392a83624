"""Does a tier of an SLO's burn-rate policy fire? The one place that decides it from rows.

SRE workbook, ch. 5, "Multiwindow, multi-burn-rate alerts". Written from the policy's definition and
not from the rules' expressions, so that the proofs can hold one against the other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from observability.evaluation.episodes import Episode, episodes
from observability.evaluation.rows import Count, Rows
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO

Budget = Callable[[float], Fraction]
"""The budget of an SLO's window in bad events as it is known at a time."""


def threshold(slo: SLO, tier: BurnRateTier, objective: Decimal | None = None) -> Fraction:
    """Return the error ratio at which a tier alerts: factor x budget."""
    return tier.factor(slo.window) * Fraction(slo.budget if objective is None else 1 - objective)


class Sums(NamedTuple):
    """What a tier's two windows hold at an evaluation.

    A named tuple, as a month of a tier may have 43,200 of them.
    """

    time: float
    short: Count
    long: Count


def sums(slo: SLO, tier: BurnRateTier, rows: Rows, times: Iterable[float]) -> Iterator[Sums]:
    """Yield what both windows hold, at those evaluations at which they hold enough bad events.

    The long one must hold as many as the policy's floor, the short one any: whatever the objective,
    the tier is silent otherwise.

    Args:
        slo: the SLO, for its policy.
        tier: the tier, one of the policy's.
        rows: the rows that the tier reads.
        times: when it is evaluated, in seconds.

    """
    for time in times:
        short = rows.window(tier.short_window, time)
        if not short.bad:
            continue
        long = rows.window(tier.long_window, time)
        if long.bad >= slo.policy.min_bad_events:
            yield Sums(time, short, long)


def results(
    slo: SLO,
    tier: BurnRateTier,
    held: Iterable[Sums],
    *,
    budget: Budget,
    objective: Decimal | None = None,
) -> Iterator[tuple[float, Fraction]]:
    """Yield what a tier's expression gives, at those evaluations at which it gives anything.

    By rate it is the error ratio of the long window: both windows are over the threshold. By events
    it is the bad events of the long window: they are the tier's share of the budget.

    Args:
        slo: the SLO, for its window and policy.
        tier: the tier, one of the policy's.
        held: the sums of its windows where they hold enough bad events, as `sums` yields them.
        budget: asked where the policy's basis is events.
        objective: another objective than the SLO's own.

    """
    share = Fraction(tier.budget_share)
    # bad / valid > threshold, without a division by no traffic
    above, below = threshold(slo, tier, objective).as_integer_ratio()
    for time, short, long in held:
        match slo.policy.basis:
            case Basis.RATE:
                if (
                    short.bad * below > above * short.valid
                    and long.bad * below > above * long.valid
                ):
                    yield time, Fraction(long.bad, long.valid)
            case Basis.EVENTS:
                if long.bad >= share * budget(time):
                    yield time, Fraction(long.bad)


def firing_times(
    tier: BurnRateTier, active: Sequence[float], *, every: timedelta, end: float
) -> tuple[Episode, ...]:
    """Return when a tier fires whose expression has results at some evaluations.

    Args:
        tier: the tier, for how long it keeps firing.
        active: these evaluations, in seconds.
        every: the time between two evaluations.
        end: the last evaluation, in seconds.

    """
    return tuple(
        episodes(
            active,
            interval=every.total_seconds(),
            end=end,
            keep_firing_for=tier.keep_firing_for.total_seconds(),
        )
    )
