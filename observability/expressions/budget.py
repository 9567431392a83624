"""Sums over the ledger: error ratios by window, and the figures of the period.

Every window is a sum of whole rows: see `observability.model.windows`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from observability.expressions import names
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    call,
    join,
    number,
    on,
)
from observability.expressions.scope import Recorded
from observability.model.windows import (
    CATCH_UP,
    EXCESS,
    FRESH,
    MINUTE,
    ROLLUP,
    SETTLED,
    exact_range,
    row_length,
)

_SECOND = timedelta(seconds=1)
_LASTING = timedelta(minutes=15)
_TOLERATED = Decimal("0.01")
"""The share of an hour's valid events that may be out of bounds."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows to sum over, and how often there is one: every minute, or every five."""

    valid: str
    bad: str
    error_ratio: Callable[[timedelta], str]
    """The name under which bad / valid over a window is recorded."""


OF_MINUTES = Ledger(names.VALID_MINUTE, names.BAD_MINUTE, names.error_ratio)
OF_FIVE_MINUTES = Ledger(names.VALID_ROLLUP, names.BAD_ROLLUP, names.error_ratio_rollup)


def ledger_of(window: timedelta) -> Ledger:
    """Return the rows that a window is summed from; both windows of a tier follow its long one."""
    return OF_MINUTES if row_length(window) == MINUTE else OF_FIVE_MINUTES


def rows(series: Series, window: timedelta) -> Series:
    """Return exactly the rows of `window`, on Prometheus 2 and 3 alike."""
    return replace(series, over=exact_range(window))


def events(series: Series, window: timedelta) -> Expression:
    """Return the sum of rows over `window`: a whole number of events."""
    return call("sum_over_time", rows(series, window))


def newest(series: Series) -> Expression:
    """Return the newest value that a five-minute group recorded."""
    return call("last_over_time", replace(series, over=FRESH))


def divided(bad: Expression, valid: Expression) -> Expression:
    """Return bad / valid, from 0 to 1, and nothing where there were no valid events.

    Sums of rows may be a little out of these bounds: an event's two counters may rise in
    different minutes.
    """
    return call("clamp", join("/", bad, join(">", valid, number(0))), number(0), number(1))


def error_ratio(of: Recorded, window: timedelta, ledger: Ledger | None = None) -> Expression:
    """Return bad / valid over `window`, from the rows that serve it (or those of `ledger`)."""
    ledger = ledger or ledger_of(window)
    return divided(events(of(ledger.bad), window), events(of(ledger.valid), window))


def burn_rate(of: Recorded, window: timedelta) -> Expression:
    """Return how many times faster than sustainable the budget burns over `window`.

    error ratio / (1 - objective) (SRE workbook, ch. 5).
    """
    return join("/", error_ratio(of, window), join("-", number(1), newest(of(names.OBJECTIVE))))


def rolled_up(of: Recorded, name: str, function: str = "sum_over_time") -> Expression:
    """Return the sum (or count) of the rows of a minute that no row of the roll-up holds yet.

    Of all labels that an SLO's rules gave them: when they are loaded with others, rows of before
    are its rows, too.

    Mostly those of the last five minutes. After evaluations that did not take place they are those
    since the last one that did, within `CATCH_UP`.
    """

    def since(window: timedelta) -> Expression:
        late = replace(rows(of(name), window), offset=SETTLED)
        return Aggregate("sum", call(function, late))

    def unless_rolled_up(window: timedelta) -> Expression:
        # One second to either side: not this evaluation, and surely the earlier one. It left the
        # objective, whatever rows there were.
        evaluated = replace(of(names.OBJECTIVE), over=window - ROLLUP + _SECOND, offset=_SECOND)
        return join("unless", since(window), call("last_over_time", evaluated), match=on())

    longer = [ROLLUP * step for step in range(CATCH_UP // ROLLUP, 1, -1)]
    return join("or", *map(unless_rolled_up, longer), since(ROLLUP), match=on())


def excess(of: Recorded) -> Expression:
    """Return by how many events an hour's bad ones are out of bounds: above valid, or below 0.

    An event whose two counters rise in different minutes is not: the hour holds both.
    """
    valid, bad = (events(of(name), EXCESS) for name in (names.VALID_ROLLUP, names.BAD_ROLLUP))
    above = call("clamp_min", join("-", bad, valid), number(0))
    below = call("clamp_min", join("*", bad, number(-1)), number(0))
    return join("and", join("+", above, below), of(names.VALID_ROLLUP))


def excess_of_period(of: Recorded, period: timedelta) -> Expression:
    """Return the excess of a period. Each row of five minutes is in the hours of twelve."""
    return join("/", events(of(names.EXCESS_HOUR), period), number(EXCESS // ROLLUP))


def contradicts(of: Recorded, floor: int) -> Expression:
    """Return an hour's excess that has lasted, of over 1 % of its valid events and `floor` events.

    Where traffic has ended, the hour may begin between the two minutes of one event; that is over
    when both are out of it.
    """
    lasting = call("min_over_time", rows(of(names.EXCESS_HOUR), _LASTING))
    tolerated = join("*", number(_TOLERATED), events(of(names.VALID_ROLLUP), EXCESS))
    return join("and", join(">", lasting, tolerated), join(">=", lasting, number(floor)))


def coverage(of: Recorded, period: timedelta) -> Expression:
    """Return the share of a period of whose minutes there are rows.

    A row of the roll-up without its minutes is of rules that did not record them: it held five.
    """
    minutes = of(names.MINUTES_ROLLUP)
    held = call("count_over_time", rows(of(names.VALID_ROLLUP), period))
    of_five = join("*", held, number(ROLLUP // MINUTE))
    known = call("count_over_time", rows(minutes, period))
    more = join("-", events(minutes, period), join("*", known, number(ROLLUP // MINUTE)))
    counted = join("+", of_five, join("or", more, join("*", number(0), held)))
    return call("clamp_max", join("/", counted, number(period // MINUTE)), number(1))


def budget_remaining(of: Recorded, budget: Decimal) -> Expression:
    """Return the share of a budget left: 1 - error ratio / budget (SRE workbook, ch. 2)."""
    return join("-", number(1), join("/", of(names.ERROR_RATIO_PERIOD), number(budget)))


def budget_events(of: Recorded, budget: Decimal) -> Expression:
    """Return the whole period's budget in bad events.

    Where history is shorter than the period, its traffic is scaled up to the period's: a budget
    of one day's events would make every alert on it 28 times too eager.
    """
    whole_period = join("/", of(names.VALID_PERIOD), of(names.COVERAGE))
    return join("*", number(budget), whole_period)
