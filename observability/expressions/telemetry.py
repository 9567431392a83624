"""When telemetry is missing: targets down, series gone, no traffic, or all of a component at once.

Four things, four alerts.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from observability.expressions import names
from observability.expressions.budget import events, newest, rows
from observability.expressions.promise import Promise
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    call,
    equals,
    join,
    number,
    on,
)
from observability.expressions.scope import Recorded, Scope
from observability.model import naming, prometheus
from observability.model.environment import Environment
from observability.model.metric import Matcher, MatchOp
from observability.model.windows import MINUTE, ROLLUP

_GONE = timedelta(minutes=10)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_HALF_AN_HOUR = timedelta(minutes=30)


def targets_missing(scope: Scope) -> Expression:
    """Return how many declared targets are not up, where any is not."""
    up = join("or", Aggregate("sum", scope.up), call("vector", number(0)), match=on())
    return join(">", join("-", call("vector", number(scope.declared)), up, match=on()), number(0))


def usual_traffic(of: Recorded, slos: Sequence[str]) -> Expression:
    """Return the median of the last hour's rows of the busiest of `slos`; nothing without a row.

    It is above 0 where most minutes had events, so that a few without any change nothing. Which of
    the SLOs has the last row does not matter.
    """
    op, name = (MatchOp.REGEX, "|".join(slos)) if len(slos) > 1 else (MatchOp.EQUAL, slos[0])
    valid = of(names.VALID_MINUTE, Matcher(names.SLO_LABEL, op, name))
    median = call("quantile_over_time", number(Decimal("0.5")), rows(valid, _HOUR))
    return join("and", Aggregate("max", median), valid, match=on())


def outage(scope: Scope, of: Recorded) -> Expression:
    """Return what a component's usual minute had, where most had events and no target answers."""
    before = call("last_over_time", rows(of(names.TRAFFIC), _DAY))
    answers = join("==", scope.up, number(1))
    return join("unless", join(">", before, number(0)), answers, match=on())


def limit_near(scope: Scope) -> Expression:
    """Return the samples of a scrape over half of its limit; over all of it scrapes fail."""
    exposed = Series(prometheus.SAMPLES_KEPT.name, scope.matchers)
    half = join("/", number(scope.sample_limit), number(2))
    return join(">", Aggregate("max", exposed), half)


def series_gone(promise: Promise) -> Expression:
    """Return the events of an SLO that was counted in its window and is not, with targets up."""
    of = promise.recorded
    was = of(names.VALID_PERIOD)
    now = call("present_over_time", rows(of(names.VALID_MINUTE), _GONE))
    targets_up = join(">", Aggregate("sum", promise.scope.up), number(0))
    return join("and", join("unless", was, now), targets_up, match=on())


def idle(promise: Promise) -> Expression:
    """Return 0 where an SLO had valid events within a day, and none for an hour."""
    of = promise.recorded
    quiet = join("==", events(of(names.VALID_MINUTE), _HOUR), number(0))
    busy = join(">", events(of(names.VALID_ROLLUP), _DAY), number(0))
    return join("and", quiet, busy)


def stopped(promise: Promise) -> Expression:
    """Return an SLO's newest row where it holds no event, and its window does."""
    of = promise.recorded
    was = join(">", newest(of(names.VALID_PERIOD)), number(0))
    return join("and", join("<=", of(names.VALID_MINUTE), number(0)), was)


def rules_failing(environment: Environment) -> Expression:
    """Return how many evaluations of our rules failed lately, by group, where any did."""
    return _grew(prometheus.RULE_FAILURES.name, environment)


def rules_late(environment: Environment, within: timedelta = _QUARTER) -> Expression:
    """Return how many evaluations of our groups were skipped lately, by group, where any was."""
    return _grew(prometheus.RULE_ITERATIONS_MISSED.name, environment, within)


def rules_doubled(environment: Environment) -> Expression:
    """Return how many times as many rows as are due an SLO has, where it has more.

    A group that moved to another file may be evaluated once too often, which is no more than that.
    """
    of = Recorded(equals(environment=environment.name))

    def times(name: str, interval: timedelta, within: timedelta) -> Expression:
        recorded = call("count_over_time", rows(of(name), within))
        return join("/", recorded, number(within // interval))

    both = (
        times(names.VALID_MINUTE, MINUTE, _GONE),
        times(names.VALID_ROLLUP, ROLLUP, _HALF_AN_HOUR),
    )
    return join("or", *(join(">", each, number(Decimal("1.2"))) for each in both))


def _grew(counter: str, environment: Environment, within: timedelta = _QUARTER) -> Expression:
    groups = naming.any_group(environment.system, environment.name)
    ours = Matcher("rule_group", MatchOp.REGEX, groups)
    growth = call("increase", Series(counter, (ours,), over=within))
    return join(">", Aggregate("sum", growth, by=("rule_group",)), number(0))
