"""How much traffic a burn-rate policy needs: its floor of bad events takes time to be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from observability.evaluation.detection import detection
from observability.model.burn_rate import Basis, BurnRatePolicy, BurnRateTier
from observability.model.slo import SLO

OUTAGE = Fraction(1)
"""All valid events fail."""
PARTIAL = Fraction(1, 10)
"""A tenth of them do."""
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)


def _days(window: timedelta) -> Fraction:
    return Fraction(window // _SECOND, _DAY // _SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastTraffic:
    """The least steady traffic at which a total outage makes some tiers fire.

    Attributes:
        events: valid events, all of them bad: the policy's floor.
        window: the longest window of the tiers, which must hold them.

    """

    events: int
    window: timedelta

    @property
    def per_day(self) -> Fraction:
        """Valid events a day."""
        return self.events / _days(self.window)


def least_traffic(policy: BurnRatePolicy, tiers: Iterable[BurnRateTier]) -> LeastTraffic:
    """Return the least traffic at which a total outage makes one of some tiers of a policy fire."""
    window = max(tier.long_window for tier in tiers)
    return LeastTraffic(events=policy.min_bad_events, window=window)


def noticed(
    slo: SLO, tiers: Iterable[BurnRateTier], per_day: Fraction, failing: Fraction = OUTAGE
) -> timedelta | None:
    """Return how long a fault lasts until the first of some tiers fires; None if none does.

    Args:
        slo: the SLO, for its objective, window and policy.
        tiers: tiers of its policy.
        per_day: its valid events a day, steady; more than none.
        failing: the share of them that fails.

    """
    found = (detection(slo, tier, failing, per_day=per_day).after for tier in tiers)
    return min((after for after in found if after is not None), default=None)


def fits(slo: SLO, per_day: Fraction) -> bool:
    """Tell whether an SLO's policy fits its traffic.

    It does if it pages nobody. Else it must page for a total outage, and by rate a tenth of the
    events of its shortest long window must be as many as its floor: below that the floor, not the
    burn, decides when it pages.
    """
    policy = slo.policy
    if not policy.paging:
        return True
    shortest = min(tier.long_window for tier in policy.paging)
    decides = PARTIAL * per_day * _days(shortest) < policy.min_bad_events
    if policy.basis is Basis.RATE and decides:
        return False
    return noticed(slo, policy.paging, per_day) is not None
