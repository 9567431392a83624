"""By how many events an SLO's bad ones may be wrong, because its counters contradict each other.

Rows are added up unbounded, and over an hour no event is in two minutes any more: if bad events are
then more than the valid ones, or fewer than none, the telemetry is wrong.
"""

from fractions import Fraction

from observability.evaluation.rows import Count, Rows
from observability.model.windows import EXCESS, ROLLUP


def excess_of(count: Count) -> int:
    """Return by how many bad events are above the valid ones, or below 0."""
    return max(0, count.bad - count.valid) + max(0, -count.bad)


def excess(rows: Rows, start: float, end: float) -> Fraction:
    """Return the excess of all hours that end in a time. Each row of five minutes is in twelve.

    Args:
        rows: of five minutes, from an hour before the time on.
        start: the time's start, in seconds; not in it.
        end: its end.

    """
    hours = (excess_of(rows.window(EXCESS, row.time)) for row in rows.within(start, end))
    return Fraction(sum(hours), EXCESS // ROLLUP)
