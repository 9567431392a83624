"""Rows of the ledger as numbers, and what they make of an SLO's alerts: the oracle of the proofs.

Plain arithmetic on lists, written from the policy's definition and not from the expressions,
so that the two can disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO

Row = tuple[int, int]
"""Valid and bad events of one step."""


def spread(steps: int, valid: int, bad_ratio: Fraction) -> list[Row]:
    """Return rows whose bad events are spread as evenly as whole events can be."""
    rows, bad_so_far = [], 0
    for step in range(1, steps + 1):
        bad = int(step * valid * bad_ratio) - bad_so_far
        bad_so_far += bad
        rows.append((valid, bad))
    return rows


def rolled_up(rows: Sequence[Row], size: int = 5) -> list[Row]:
    """Return sums of `size` rows, aligned as a five-minute group evaluated on the minute sees them.

    Row 0 stands at time 0 and is summed alone.
    """
    padded = [(0, 0)] * (size - 1) + list(rows)
    return [
        (
            sum(valid for valid, _ in padded[start : start + size]),
            sum(bad for _, bad in padded[start : start + size]),
        )
        for start in range(0, len(rows), size)
    ]


@dataclass(frozen=True, slots=True)
class Burning:
    """A tier that alerts, with what the alert shows: a ratio, or bad events."""

    tier: BurnRateTier
    value: Fraction


def _sums(rows: Sequence[Row], at: int, steps: int) -> Row:
    window = rows[max(0, at - steps + 1) : at + 1]
    return sum(valid for valid, _ in window), sum(bad for _, bad in window)


def burning(
    slo: SLO,
    tiers: Iterable[BurnRateTier],
    rows: Sequence[Row],
    *,
    at: int,
    step: timedelta,
    budget_events: Fraction = Fraction(0),
) -> list[Burning]:
    """Return the tiers that alert at row `at`."""
    budget, alerting = Fraction(slo.budget), []
    for tier in tiers:
        valid, bad = _sums(rows, at, tier.long_window // step)
        short_valid, short_bad = _sums(rows, at, tier.short_window // step)
        if bad < slo.policy.min_bad_events:
            continue
        if slo.policy.basis is Basis.EVENTS:
            if bad >= Fraction(tier.budget_share) * budget_events and short_bad > 0:
                alerting.append(Burning(tier, Fraction(bad)))
        elif valid and short_valid:
            threshold = tier.factor(slo.window) * budget
            if Fraction(bad, valid) > threshold and Fraction(short_bad, short_valid) > threshold:
                alerting.append(Burning(tier, Fraction(bad, valid)))
    return alerting
