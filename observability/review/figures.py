"""The figures of one SLO in a period: events, budget, state, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from observability.evaluation import states
from observability.evaluation.budget import (
    Stretch,
    TimeBudget,
    budgeted,
    stretches,
    window_budget,
)
from observability.evaluation.coverage import coverage
from observability.evaluation.excess import excess
from observability.evaluation.rows import NO_ROWS, Count, Rows
from observability.evaluation.states import Figure, State
from observability.model.review import PastObjective
from observability.model.slo import SLO
from observability.model.windows import ROLLUP_SECONDS
from observability.review.earlier import KnownEvents
from observability.review.period import Period

_POINTS = 240


def state_of(slo: SLO, table: states.StateTable, budget: TimeBudget, wrong: Fraction) -> State:
    """Return the state of an SLO by the budget of some time, and the excess of its bad events."""
    return states.state(
        table,
        {
            Figure.VALID: Fraction(budget.count.valid),
            Figure.BAD: Fraction(budget.count.bad),
            Figure.EXCESS: wrong,
            Figure.BUDGET: Fraction(budget.allowed),
            Figure.COVERAGE: budget.coverage,
            Figure.LIVE: Fraction(slo.is_live),
            Figure.CAN_BE_JUDGED: Fraction(slo.can_be_judged),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The events of one day, UTC, and the objective that held at its end."""

    day: date
    count: Count
    objective: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one SLO.

    Attributes:
        slo: the SLO as defined today.
        state: its state, with everything counted (exclusions are shown beside it).
        objective: what was promised at the period's end.
        changed: whether another objective held in a part of the period.
        count: the events of the period.
        budget: how many bad events the promise allowed for these valid events, exact.
        coverage: the share of the period's minutes of which there are rows.
        excess: by how many events the bad ones may be wrong, as counters contradict each other.
        week: the events of the period's last seven days.
        days: the events of each day.
        trail: share of the period's budget that was left, where there are rows; empty without a
            budget.
        trail_step: the distance of its times in seconds; where it is larger, rows are missing.
        spent_at: when the last event of the budget was spent, in seconds of Unix time: the first
            row of five minutes in which it is; None if it is not.
        window: the budget of the SLO's own window that ends where the period was reached.
        window_state: the state of the SLO over that window, as dashboards had it then.
        from_earlier_reviews: names of earlier reviews, of times which the ledger no longer holds.

    """

    slo: SLO
    state: State
    objective: Decimal
    changed: bool
    count: Count
    budget: Decimal
    coverage: Fraction
    excess: Fraction
    week: Count
    days: tuple[Day, ...]
    trail: tuple[tuple[float, float], ...]
    trail_step: float
    spent_at: float | None
    window: TimeBudget
    window_state: State
    from_earlier_reviews: tuple[str, ...] = ()

    @property
    def attained(self) -> Fraction | None:
        """Good ÷ valid events; None without valid events."""
        return attained(self.count)

    @property
    def spent(self) -> Fraction | None:
        """Bad events ÷ budget; None without a budget."""
        return Fraction(self.count.bad) / Fraction(self.budget) if self.budget else None


def attained(count: Count) -> Fraction | None:
    """Return good ÷ valid events, 0 to 1; None without valid events."""
    if not count.valid:
        return None
    return min(Fraction(1), max(Fraction(0), Fraction(count.valid - count.bad, count.valid)))


def _days(rows: Rows, period: Period, parts: Sequence[Stretch]) -> tuple[Day, ...]:
    days = []
    start = period.start
    while start < period.reached:
        midnight = datetime(start.year, start.month, start.day, tzinfo=start.tzinfo)
        end = min(period.reached, midnight + timedelta(days=1))
        until = end.timestamp()
        days.append(
            Day(
                day=start.date(),
                count=rows.between(start.timestamp(), until),
                objective=next(part.objective for part in parts if part.end >= until),
            )
        )
        start = end
    return tuple(days)


def _step(period: Period) -> float:
    length = (period.reached - period.start).total_seconds()
    return max(float(ROLLUP_SECONDS), length / _POINTS)


def _trail(rows: Rows, period: Period, budget: Decimal) -> tuple[tuple[float, float], ...]:
    """Return what was left of a budget, at the last row of each step of a period that has any."""
    start, end = period.start.timestamp(), period.reached.timestamp()
    step = _step(period)
    steps = [min(end, start + step * index) for index in range(1, round((end - start) / step) + 1)]
    if not budget:
        return ()
    return tuple(
        (last, 1 - rows.between(start, last).bad / float(budget))
        for time in steps
        if (last := rows.newest(time)) is not None and last > max(start, time - step)
    )


def _spent_at(rows: Rows, period: Period, budget: Decimal) -> float | None:
    """Return the time of the row with which more was bad than a budget allows."""
    bad = 0
    for row in rows.within(period.start.timestamp(), period.reached.timestamp()):
        bad += row.bad
        if bad > budget:
            return row.time
    return None


def figures_of(  # noqa: PLR0913  what is known of an SLO, and how it is judged
    slo: SLO,
    events: KnownEvents,
    ledger_rows: Rows,
    period: Period,
    *,
    past: Sequence[PastObjective] = (),
    table: states.StateTable,
) -> Figures:
    """Return the figures of an SLO.

    Args:
        slo: the SLO, as it holds in the environment.
        events: what is known of its events in the period.
        ledger_rows: its rows of five minutes, from before the period on.
        period: the period.
        past: past objectives of this or other SLOs.
        table: the states that there are.

    """
    start, end = period.start.timestamp(), period.reached.timestamp()
    parts = stretches(slo, past, start, end)
    if not slo.can_be_judged:
        events, ledger_rows = KnownEvents(rows=NO_ROWS), NO_ROWS
    rows = events.rows
    counted, allowed = budgeted(rows, parts)
    count, budget = events.count + counted, events.budget + allowed
    of_period = TimeBudget(
        count=count,
        allowed=budget,
        coverage=coverage(count.minutes, period.length),
    )
    wrong = excess(ledger_rows, start, end)
    window = window_budget(slo, past, ledger_rows, end)
    window_start = end - slo.window.total_seconds()
    return Figures(
        slo=slo,
        state=state_of(slo, table, of_period, wrong),
        objective=parts[-1].objective if parts else slo.objective,
        changed=len({part.objective for part in parts}) > 1,
        count=count,
        budget=budget,
        coverage=of_period.coverage,
        excess=wrong,
        week=rows.between(max(start, end - timedelta(days=7).total_seconds()), end),
        days=_days(rows, period, parts),
        trail=_trail(rows, period, budget),
        trail_step=_step(period),
        spent_at=_spent_at(rows, period, budget),
        window=window,
        window_state=state_of(slo, table, window, excess(ledger_rows, window_start, end)),
        from_earlier_reviews=tuple(review.name for review in events.from_earlier_reviews),
    )
