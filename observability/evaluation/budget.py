"""The error budget in bad events: of some time, of an SLO's window, and as its alerts know it.

A share of a budget is never taken of two times: whoever divides bad events by a budget takes both
from the rows of one time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from observability.evaluation.coverage import coverage
from observability.evaluation.rows import NOTHING, Count, Rows
from observability.evaluation.states import WHOLE
from observability.model.review import PastObjective
from observability.model.slo import SLO
from observability.model.windows import FRESH, MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a time, in seconds of Unix time, in which one objective held."""

    start: float
    end: float
    objective: Decimal


def stretches(
    slo: SLO, past: Sequence[PastObjective], start: float, end: float
) -> tuple[Stretch, ...]:
    """Return which objective held when: old times are judged by what was promised then."""
    parts = []
    for old in sorted((old for old in past if old.slo == slo.name), key=lambda old: old.ended):
        until = min(end, old.ended.timestamp())
        if until > start:
            parts.append(Stretch(start=start, end=until, objective=old.objective))
            start = until
    if end > start:
        parts.append(Stretch(start=start, end=end, objective=slo.objective))
    return tuple(parts)


def budgeted(rows: Rows, parts: Sequence[Stretch]) -> tuple[Count, Decimal]:
    """Return the events of some stretches, and how many bad ones their objectives allowed."""
    count, allowed = NOTHING, Decimal(0)
    for part in parts:
        counted = rows.between(part.start, part.end)
        count += counted
        allowed += (1 - part.objective) * counted.valid
    return count, allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBudget:
    """The budget of some time, from the rows of that time: of a period, or of an SLO's own window.

    Attributes:
        count: its events.
        allowed: how many of them may be bad, exact.
        coverage: the share of its minutes of which there are rows.

    """

    count: Count
    allowed: Decimal
    coverage: Fraction

    @property
    def is_known(self) -> bool:
        """Whether rows cover the time, so that shares of its budget can be told."""
        return self.coverage >= Fraction(WHOLE) and bool(self.allowed)

    def share(self, bad: int) -> Fraction | None:
        """Return the share of the budget that bad events of this time are; None if unknown."""
        return Fraction(bad) / Fraction(self.allowed) if self.is_known else None

    @property
    def spent(self) -> Fraction | None:
        """The share of the budget that is spent; None if unknown."""
        return self.share(self.count.bad)


def window_budget(slo: SLO, past: Sequence[PastObjective], rows: Rows, end: float) -> TimeBudget:
    """Return the budget of the SLO's window that ends at a time, from rows of five minutes."""
    start = end - slo.window.total_seconds()
    count, allowed = budgeted(rows, stretches(slo, past, start, end))
    return TimeBudget(count=count, allowed=allowed, coverage=coverage(count.minutes, slo.window))


def known_at(slo: SLO, rows: Rows, time: float, objective: Decimal | None = None) -> Fraction:
    """Return the budget of an SLO's window in bad events, as its alerts know it at a time.

    It is known as of the newest row. Where rows are of fewer minutes than the window has, their
    traffic is scaled up to it: a budget of one day's events would make every alert on it 28 times
    too eager.

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
    return budget * counted.valid * (slo.window // MINUTE) / (counted.minutes or 1)
