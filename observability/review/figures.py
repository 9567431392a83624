"""The figures of one SLO in a period: events, budget, state, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from observability.evaluation import states
from observability.evaluation.coverage import coverage
from observability.evaluation.rows import NO_ROWS, NOTHING, Count, Rows
from observability.evaluation.states import Figure, State
from observability.model.review import PastObjective
from observability.model.slo import SLO
from observability.model.windows import ROLLUP
from observability.review.earlier import Known
from observability.review.period import Period

_POINTS = 240


def state_of(
    slo: SLO, table: states.Rules, count: Count, budget: Decimal, covered: Fraction
) -> State:
    """Return the state of an SLO with these events, budget (in bad events) and coverage."""
    return states.state(
        table,
        {
            Figure.VALID: Fraction(count.valid),
            Figure.BAD: Fraction(count.bad),
            Figure.BUDGET: Fraction(budget),
            Figure.COVERAGE: covered,
            Figure.LIVE: Fraction(slo.is_live),
            Figure.CAN_BE_JUDGED: Fraction(slo.can_be_judged),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the period in which one objective held."""

    start: float
    end: float
    objective: Decimal


def stretches(
    slo: SLO, past: Sequence[PastObjective], start: float, end: float
) -> tuple[Stretch, ...]:
    """Return which objective held when: old times are judged by what was promised then."""
    found = []
    for old in sorted((old for old in past if old.slo == slo.name), key=lambda old: old.ended):
        until = min(end, old.ended.timestamp())
        if until > start:
            found.append(Stretch(start=start, end=until, objective=old.objective))
            start = until
    if end > start:
        found.append(Stretch(start=start, end=end, objective=slo.objective))
    return tuple(found)


def budgeted(rows: Rows, parts: Sequence[Stretch]) -> tuple[Count, Decimal]:
    """Return the events of some stretches, and how many bad ones their objectives allowed."""
    count, budget = NOTHING, Decimal(0)
    for part in parts:
        counted = rows.between(part.start, part.end)
        count += counted
        budget += (1 - part.objective) * counted.valid
    return count, budget


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
        coverage: rows found ÷ rows of the whole period.
        week: the events of the period's last seven days.
        days: the events of each day.
        trail: share of the period's budget that was left at a time; empty without a budget.
        borrowed: names of earlier reviews that tell of times which the ledger no longer holds.

    """

    slo: SLO
    state: State
    objective: Decimal
    changed: bool
    count: Count
    budget: Decimal
    coverage: Fraction
    week: Count
    days: tuple[Day, ...]
    trail: tuple[tuple[float, float], ...]
    borrowed: tuple[str, ...] = ()

    @property
    def attained(self) -> Fraction | None:
        """Good ÷ valid events; None without valid events."""
        return attained(self.count)

    @property
    def spent(self) -> Fraction | None:
        """Bad events ÷ budget; None without a budget."""
        return Fraction(self.count.bad) / Fraction(self.budget) if self.budget else None

    def window_budget(self, period: Period) -> Decimal | None:
        """The budget of the SLO's own window in bad events, at the traffic of what was counted.

        Thresholds of the error-budget policy are shares of it. Where the period is shorter than
        the window, or was not covered, it is scaled up; None without a budget.
        """
        covered = Decimal(self.coverage.numerator) / Decimal(self.coverage.denominator)
        seconds = Decimal(int(period.length.total_seconds())) * covered
        if not self.budget or not seconds:
            return None
        return self.budget * Decimal(int(self.slo.window.total_seconds())) / seconds


def attained(count: Count) -> Fraction | None:
    """Return good ÷ valid events; None without valid events."""
    return Fraction(count.valid - count.bad, count.valid) if count.valid else None


def _days(rows: Rows, period: Period, parts: Sequence[Stretch]) -> tuple[Day, ...]:
    found = []
    start = period.start
    while start < period.reached:
        midnight = datetime(start.year, start.month, start.day, tzinfo=start.tzinfo)
        end = min(period.reached, midnight + timedelta(days=1))
        until = end.timestamp()
        found.append(
            Day(
                day=start.date(),
                count=rows.between(start.timestamp(), until),
                objective=next(part.objective for part in parts if part.end >= until),
            )
        )
        start = end
    return tuple(found)


def _trail(rows: Rows, period: Period, budget: Decimal) -> tuple[tuple[float, float], ...]:
    if not budget:
        return ()
    start, end = period.start.timestamp(), period.reached.timestamp()
    step = max(ROLLUP.total_seconds(), (end - start) / _POINTS)
    points = [start + step * index for index in range(int((end - start) / step) + 1)]
    return tuple(
        (time, 1 - rows.between(start, time).bad / float(budget))
        for time in dict.fromkeys((*points, end))
    )


def figures(
    slo: SLO,
    told: Known,
    period: Period,
    *,
    past: Sequence[PastObjective] = (),
    table: states.Rules,
) -> Figures:
    """Return the figures of an SLO.

    Args:
        slo: the SLO, as it holds in the environment.
        told: what is known of its events.
        period: the period.
        past: past objectives of this or other SLOs.
        table: the states that there are.

    """
    start, end = period.start.timestamp(), period.reached.timestamp()
    parts = stretches(slo, past, start, end)
    if not slo.can_be_judged:
        told = Known(rows=NO_ROWS)
    rows = told.rows
    counted, allowed = budgeted(rows, parts)
    count, budget = told.count + counted, told.budget + allowed
    covered = coverage(count.rows, period.length)
    return Figures(
        slo=slo,
        state=state_of(slo, table, count, budget, covered),
        objective=parts[-1].objective if parts else slo.objective,
        changed=len({part.objective for part in parts}) > 1,
        count=count,
        budget=budget,
        coverage=covered,
        week=rows.between(max(start, end - timedelta(days=7).total_seconds()), end),
        days=_days(rows, period, parts),
        trail=_trail(rows, period, budget),
        borrowed=tuple(one.name for one in told.borrowed),
    )
