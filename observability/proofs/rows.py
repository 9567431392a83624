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


def rolled_up(rows: Sequence[Events], size: int = 5) -> list[Events | None]:
    """Return the row of each evaluation of a five-minute group: the `size` rows before it.

    The row of its own minute is not settled yet. At time 0 there is none.
    """
    return [
        None,
        *(
            (sum(valid for valid, _ in held), sum(bad for _, bad in held))
            for end in range(size, len(rows), size)
            for held in [rows[end - size : end]]
        ),
    ]


@dataclass(frozen=True, slots=True)
class Burning:
    """A tier that alerts, with what the alert shows: a ratio, or bad events."""

    tier: BurnRateTier
    value: Fraction
