"""Sums over the ledger: error ratios by window, and the figures of the period.

Every window is a sum of whole rows: see `observability.model.windows`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from observability.expressions import names
from observability.expressions.promql import Expression, Series, call, join, number
from observability.expressions.scope import recorded
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.windows import FRESH, MINUTE, ROLLUP, exact_range, row_length


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


def rows(name: str, slo: SLO, environment: Environment, window: timedelta) -> Series:
    """Return exactly the rows of `window`, on Prometheus 2 and 3 alike."""
    return replace(recorded(name, slo, environment), over=exact_range(window))


def events(name: str, slo: SLO, environment: Environment, window: timedelta) -> Expression:
    """Return the sum of rows over `window`: a whole number of events."""
    return call("sum_over_time", rows(name, slo, environment, window))


def divided(bad: Expression, valid: Expression) -> Expression:
    """Return bad / valid, and nothing where there were no valid events."""
    return join("/", bad, join(">", valid, number(0)))


def error_ratio(
    ledger: Ledger, slo: SLO, environment: Environment, window: timedelta
) -> Expression:
    """Return bad / valid over `window`."""
    return divided(
        events(ledger.bad, slo, environment, window),
        events(ledger.valid, slo, environment, window),
    )


def coverage(slo: SLO, environment: Environment) -> Expression:
    """Return the share of the period for which there are rows."""
    counted = call("count_over_time", rows(names.VALID_ROLLUP, slo, environment, slo.window))
    return join("/", counted, number(slo.window // ROLLUP))


def budget_remaining(slo: SLO, environment: Environment) -> Expression:
    """Return the share of the budget left: 1 - error ratio / budget (SRE workbook, ch. 2)."""
    spent = join("/", recorded(names.ERROR_RATIO_PERIOD, slo, environment), number(slo.budget))
    return join("-", number(1), spent)


def budget_events(slo: SLO, environment: Environment) -> Expression:
    """Return the whole period's budget in bad events.

    Where history is shorter than the period, its traffic is scaled up to the period's: a budget
    of one day's events would make every alert on it 28 times too eager.
    """
    whole_period = join(
        "/",
        recorded(names.VALID_PERIOD, slo, environment),
        recorded(names.COVERAGE, slo, environment),
    )
    return join("*", number(slo.budget), whole_period)


def last_row(name: str, slo: SLO, environment: Environment) -> Expression:
    """Return the newest value that a five-minute group recorded."""
    return call("last_over_time", replace(recorded(name, slo, environment), over=FRESH))
