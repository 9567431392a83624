"""Does a tier of an SLO's burn-rate policy fire? The one place that decides it from rows.

SRE workbook, ch. 5, "Multiwindow, multi-burn-rate alerts". Written from the policy's definition and
not from the rules' expressions, so that the proofs can hold one against the other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from observability.evaluation.episodes import Episode, episodes
from observability.evaluation.rows import Rows
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO

Budget = Callable[[float], Fraction]
"""The budget of an SLO's window in bad events as it is known at a time."""


def threshold(slo: SLO, tier: BurnRateTier, objective: Decimal | None = None) -> Fraction:
    """Return the error ratio at which a tier alerts: factor x budget."""
    return tier.factor(slo.window) * Fraction(slo.budget if objective is None else 1 - objective)


def results(  # noqa: PLR0913  a plain function of what a tier reads and when
    slo: SLO,
    tier: BurnRateTier,
    rows: Rows,
    times: Iterable[float],
    *,
    budget: Budget,
    objective: Decimal | None = None,
) -> Iterator[tuple[float, Fraction]]:
    """Yield what a tier's expression gives, at those evaluations at which it gives anything.

    By rate it is the error ratio of the long window: both windows are over the threshold, and the
    short one holds as many bad events as the policy's floor. By events it is the bad events of the
    long window: they are the tier's share of the budget and no fewer than the floor, and there are
    some in the short window, too.

    Args:
        slo: the SLO, for its window and policy.
        tier: the tier, one of the policy's.
        rows: the rows that the tier reads.
        times: when it is evaluated, in seconds.
        budget: asked where the policy's basis is events.
        objective: another objective than the SLO's own.

    """
    floor, share = slo.policy.min_bad_events, Fraction(tier.budget_share)
    # bad / valid > threshold, without a division by no traffic
    above, below = threshold(slo, tier, objective).as_integer_ratio()
    for time in times:
        short = rows.window(tier.short_window, time)
        match slo.policy.basis:
            case Basis.RATE:
                if short.bad >= floor and short.bad * below > above * short.valid:
                    long = rows.window(tier.long_window, time)
                    if long.bad * below > above * long.valid:
                        yield time, Fraction(long.bad, long.valid)
            case Basis.EVENTS:
                if short.bad > 0:
                    bad = rows.window(tier.long_window, time).bad
                    if bad >= floor and bad >= share * budget(time):
                        yield time, Fraction(bad)


def fired(
    tier: BurnRateTier, active: Sequence[float], *, every: timedelta, end: float
) -> tuple[Episode, ...]:
    """Return when a tier fires whose expression has results at some evaluations.

    Args:
        tier: the tier, for how long it keeps firing.
        active: these evaluations, in seconds.
        every: the time between two evaluations.
        end: the last evaluation, in seconds.

    """
    kept = tier.keep_firing_for or timedelta(0)
    return tuple(
        episodes(
            active,
            interval=every.total_seconds(),
            end=end,
            keep_firing_for=kept.total_seconds(),
        )
    )
