"""The error budget in bad events: of what was counted, and of an SLO's whole window."""

from decimal import Decimal
from fractions import Fraction

from observability.evaluation.rows import Rows
from observability.model.slo import SLO
from observability.model.windows import FRESH, ROLLUP


def known_at(slo: SLO, rows: Rows, time: float, objective: Decimal | None = None) -> Fraction:
    """Return the budget of an SLO's window in bad events, as its alerts know it at a time.

    It is known as of the newest row. Where rows are fewer than the window has, their traffic is
    scaled up to it: a budget of one day's events would make every alert on it 28 times too eager.

    Args:
        slo: the SLO, for its window.
        rows: of five minutes.
        time: when, in seconds.
        objective: another objective than the SLO's own.

    """
    newest = rows.newest(time)
    if newest is None or newest <= time - FRESH.total_seconds():
        newest = time
    counted = rows.window(slo.window, newest)
    budget = Fraction(slo.budget if objective is None else 1 - objective)
    return budget * counted.valid * (slo.window // ROLLUP) / (counted.rows or 1)
