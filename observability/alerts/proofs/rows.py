"""Rows of the ledger as numbers, and what they make of an SLO's alerts: the oracle of the proofs.

Plain arithmetic on lists, written from the policy's definition and not from the expressions,
so that the two can disagree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import accumulate

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


Budget = Callable[[int], Fraction]
"""The period's budget in events as it is known at a step."""


def budget_so_far(slo: SLO, rows: Sequence[Row | None], step: timedelta) -> Budget:
    """Return the budget as it is known from all rows so far: scaled up to the SLO's window.

    The rows are of less than the SLO's window, so that none has left it; None is no row.
    """
    valid = list(accumulate(0 if row is None else row[0] for row in rows))
    known = list(accumulate(row is not None for row in rows))
    steps = slo.window // step
    return lambda at: Fraction(slo.budget) * valid[at] * steps / (known[at] or 1)


def _windows(rows: Sequence[Row], steps: int) -> Iterator[Row]:
    """Yield valid and bad events of the last `steps` rows, at each row."""
    valid = bad = 0
    for at, row in enumerate(rows):
        out = rows[at - steps] if at >= steps else (0, 0)
        valid, bad = valid + row[0] - out[0], bad + row[1] - out[1]
        yield valid, bad


def _held(
    slo: SLO, tier: BurnRateTier, rows: Sequence[Row], step: timedelta, budget: Budget
) -> Iterator[Fraction | None]:
    """Yield what the tier's expression gives at each row; None where it gives nothing."""
    floor, share = slo.policy.min_bad_events, Fraction(tier.budget_share)
    threshold = tier.factor(slo.window) * Fraction(slo.budget)
    above, below = threshold.numerator, threshold.denominator
    longs = _windows(rows, tier.long_window // step)
    shorts = _windows(rows, tier.short_window // step)
    for at, ((valid, bad), (short_valid, short_bad)) in enumerate(zip(longs, shorts, strict=True)):
        if slo.policy.basis is Basis.EVENTS:
            burns = bad >= floor and short_bad > 0 and bad >= share * budget(at)
            yield Fraction(bad) if burns else None
        else:
            # bad / valid > threshold, without a division by no traffic
            over = bad * below > above * valid and short_bad * below > above * short_valid
            yield Fraction(bad, valid) if over and short_bad >= floor else None


def history(  # noqa: PLR0913  a plain function of what a tier reads and when
    slo: SLO,
    tier: BurnRateTier,
    rows: Sequence[Row],
    *,
    step: timedelta,
    budget: Budget,
    evaluated: int = 1,
) -> list[Fraction | None]:
    """Return what the tier's alert shows at each row, or None where it is silent.

    Rules are evaluated at each row, or at each so many.
    """
    kept = (tier.keeps_firing or timedelta(0)) // step
    shown: list[Fraction | None] = []
    last, quiet = None, 0
    for at, value in enumerate(_held(slo, tier, rows, step, budget)):
        if at % evaluated == 0:
            last, quiet = (value, 0) if value is not None else (last, quiet + 1)
            if (quiet - 1) * evaluated >= kept:
                last = None
        shown.append(last)
    return shown
