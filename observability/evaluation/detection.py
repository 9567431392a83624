"""How fast a burn-rate alert fires (SRE workbook, ch. 5, "Burn rate" and table 5-8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil

from observability.evaluation.tiers import threshold
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO

_SECOND, _DAY = timedelta(seconds=1), 86_400

_REACHES: dict[Basis, Callable[[Fraction, Fraction], bool]] = {
    Basis.RATE: lambda ratio, threshold: ratio > threshold,
    Basis.EVENTS: lambda ratio, threshold: ratio >= threshold,
}
"""What the alert's own comparison is: the error ratio must exceed, the events must reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """How long after errors start a tier's condition holds; `after` is None if it never does."""

    failing: Fraction
    after: timedelta | None


def detection(
    slo: SLO, tier: BurnRateTier, failing: Fraction, *, per_day: Fraction | None = None
) -> Detection:
    """Return how fast a tier notices that a share of the valid events fails.

    From a clean start with steady traffic a window's ratio grows to `failing` linearly, so it
    exceeds the threshold after threshold / failing x window. The long window does so last, and it
    must hold as many bad events as the policy's floor. The alert fires at the next evaluation.

    Args:
        slo: the SLO, for its objective, window and policy.
        tier: the tier, one of the policy's.
        failing: the share of valid events that fails.
        per_day: valid events a day, more than none; without it so many that the floor takes no
            time.

    """
    limit, window = threshold(slo, tier), tier.long_window // _SECOND
    if not _REACHES[slo.policy.basis](failing, limit):
        return Detection(failing=failing, after=None)
    seconds = limit / failing * window
    if per_day is not None:
        seconds = max(seconds, slo.policy.min_bad_events * _DAY / (per_day * failing))
    after = None if seconds > window else timedelta(seconds=ceil(seconds))
    return Detection(failing=failing, after=after)
