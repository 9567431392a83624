"""Sums over the ledger: error ratios by window, and the figures of the period.

Every window is a sum of whole rows. Rows of a minute serve windows up to six hours, the roll-up
of five minutes the longer ones. A window is written 1 ms short of its length, because
Prometheus 2 includes the sample at its far end and Prometheus 3 does not (docs/decisions/0003).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from observability.expressions import names
from observability.expressions.promql import Expression, Series, call, join, number
from observability.expressions.scope import recorded
from observability.model.burn_rate import BurnRateTier
from observability.model.environment import Environment
from observability.model.slo import SLO

ROLLUP = timedelta(minutes=5)
_LONGEST_OF_MINUTES = timedelta(hours=6)
_INSTANT = timedelta(milliseconds=1)
_FRESH = timedelta(minutes=10)
"""A row of a five-minute group is read back as the last of two, since its lookback is five."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows to sum over, and how often there is one: every minute, or every five."""

    valid: str
    bad: str
    error_ratio: Callable[[timedelta], str]
    """The name under which bad / valid over a window is recorded."""


OF_MINUTES = Ledger(names.VALID_MINUTE, names.BAD_MINUTE, names.error_ratio)
OF_FIVE_MINUTES = Ledger(names.VALID_ROLLUP, names.BAD_ROLLUP, names.error_ratio_rollup)


def reads_minutes(window: timedelta) -> bool:
    """Whether a window is short enough to be summed from rows of a minute."""
    return window <= _LONGEST_OF_MINUTES


def ledger_of(tier: BurnRateTier) -> Ledger:
    """Return the rows that both windows of a tier are summed from."""
    return OF_MINUTES if reads_minutes(tier.long_window) else OF_FIVE_MINUTES


def rows(name: str, slo: SLO, environment: Environment, window: timedelta) -> Series:
    """Return exactly the rows of `window`, on Prometheus 2 and 3 alike."""
    return replace(recorded(name, slo, environment), over=window - _INSTANT)


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
    return call("last_over_time", replace(recorded(name, slo, environment), over=_FRESH))
