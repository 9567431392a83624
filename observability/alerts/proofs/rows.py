"""Rows as a case needs them, and what a tier's alert shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.model.burn_rate import BurnRateTier


def spread(steps: int, valid: int, bad_ratio: Fraction) -> list[Events]:
    """Return rows whose bad events are spread as evenly as whole events can be."""
    rows, bad_so_far = [], 0
    for step in range(1, steps + 1):
        bad = int(step * valid * bad_ratio) - bad_so_far
        bad_so_far += bad
        rows.append((valid, bad))
    return rows


def rolled_up(rows: Sequence[Events], size: int = 5) -> list[Events]:
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
