"""Rows as a case needs them, and what a tier's alert shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from observability.evaluation.rows import Events
from observability.model.burn_rate import BurnRateTier


def spread(steps: int, valid: int, bad_ratio: Fraction) -> list[Events]:
    """Return rows whose bad events are spread as evenly as whole events can be."""
    bad, of = bad_ratio.as_integer_ratio()
    totals = [step * valid * bad // of for step in range(steps + 1)]
    return [(valid, after - before) for before, after in pairwise(totals)]


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
