"""How much of a time has rows, and where they are missing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from observability.evaluation.rows import Rows
from observability.model.windows import MINUTE, ROLLUP_SECONDS

_LATE = 1.5 * ROLLUP_SECONDS
"""A group is evaluated when its turn comes, not on the second."""


def coverage(minutes: int, length: timedelta) -> Fraction:
    """Return the share of a time of whose minutes there are rows, 0 to 1."""
    return min(Fraction(1), Fraction(minutes, length // MINUTE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without rows of an SLO."""

    start: datetime
    end: datetime


def gaps(rows: Rows, start: float, end: float) -> tuple[Gap, ...]:
    """Return where rows of five minutes are missing, in the order of time."""
    step = ROLLUP_SECONDS
    missing = []
    before = start
    for time in (*(row.time for row in rows.within(start, end)), end + step):
        if time - before > _LATE:
            missing.append(
                Gap(
                    start=datetime.fromtimestamp(before, UTC),
                    end=datetime.fromtimestamp(min(time - step, end), UTC),
                )
            )
        before = time
    return tuple(missing)
