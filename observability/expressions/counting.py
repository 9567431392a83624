"""How the events of one minute are counted: the one place that asks which kind of SLI this is.

A counter's events of a minute are its growth from the last sample that was there a minute ago
to the last one now. Where it did not grow it was reset or born, and what it shows is what it
counted since; that is taken only if its target was up in the ten minutes before, so that a
target or a Prometheus which was away brings no lifetime count (docs/decisions/0002).
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from observability.expressions.names import TARGET
from observability.expressions.promql import (
    Aggregate,
    Duration,
    Expression,
    Number,
    Series,
    call,
    ignoring,
    join,
    number,
    on,
)
from observability.expressions.raw import scoped
from observability.expressions.scope import Scope
from observability.model.metric import Matcher, MatchOp
from observability.model.sli import (
    SLI,
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    RawSLI,
    ScrapeSLI,
    TimeSliceSLI,
)
from observability.model.windows import MINUTE

LOOKBACK = timedelta(minutes=10)
"""How far back a target may have been silent: failed scrapes are bridged up to this."""
LINGERS = timedelta(minutes=5)
"""How long the last value of a gauge that is not scraped counts as seen."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The expressions of an SLI's valid and bad events of one minute."""

    valid: Expression
    bad: Expression


RECENT = timedelta(minutes=2)
"""How old the newest value may be: any window of a minute or more counts every sample once, and
two minutes hold one even if scrapes come once a minute and late."""


def _newest(series: Series) -> Expression:
    """Return the newest values. An instant selector would see nothing after a failed scrape."""
    return call("last_over_time", replace(series, over=RECENT))


def growth(series: Series, scope: Scope, within: Duration = MINUTE) -> Expression:
    """Return how many events each of a counter's series counted in the last minute (`within`)."""
    now = _newest(series)
    before = call("last_over_time", replace(series, over=LOOKBACK, offset=within))
    was_up = call("max_over_time", replace(scope.up, over=LOOKBACK, offset=within))
    grown = join(">=", join("-", now, before), number(0))
    reset_or_born = join("and", now, join("==", was_up, number(1)), match=on(TARGET))
    return join("or", grown, reset_or_born)


def while_growing(quantile: Expression, count: Expression) -> Expression:
    """Return a summary's quantile where its count grew: it reads 0 when idle, or what it was."""
    return join("and", quantile, join(">", count, number(0)), match=ignoring(["quantile"]))


def _events(series: Series, scope: Scope) -> Expression:
    return Aggregate("sum", growth(series, scope))


def _or_none(events: Expression, valid_row: Series) -> Expression:
    """Return `events`, or 0 where none was ever counted although there are valid ones."""
    return join("or", events, join("*", number(0), valid_row), match=on())


def _bounded(bad: Expression, valid_row: Series, *, from_zero: bool = False) -> Expression:
    """Return `bad` as a row that fits its valid row: never above it, never without it."""
    ceiling = call("scalar", valid_row)
    bounded = (
        call("clamp", bad, number(0), ceiling) if from_zero else call("clamp_max", bad, ceiling)
    )
    return join("and", bounded, valid_row, match=on())


def _all_but(good: Expression, valid_row: Series) -> Expression:
    bad = join("-", valid_row, _or_none(good, valid_row), match=on())
    return _bounded(bad, valid_row, from_zero=True)


def _running(series: Series, scope: Scope) -> Expression:
    """Return the series of targets that are up; a dead pod's last value says nothing."""
    return join("and", series, join("==", scope.up, number(1)), match=on(TARGET))


def _limit(value: timedelta) -> Number:
    return number(Decimal(value // timedelta(microseconds=1)).scaleb(-6).normalize())


def _edge(text: str) -> Matcher:
    """Match an edge or quantile as exposed and as Prometheus 3 stores it: 10 and 10.0."""
    if "." in text or not text.isdigit():
        return Matcher("le", MatchOp.EQUAL, text)
    return Matcher("le", MatchOp.REGEX, rf"{text}(\.0)?")


def _quantile(text: str) -> Matcher:
    return replace(_edge(text), label="quantile")


def _ratio(sli: RatioSLI, scope: Scope, valid_row: Series) -> Counting:
    good = None if sli.good is None else _events(scope.series(sli.good), scope)
    bad = None if sli.bad is None else _events(scope.series(sli.bad), scope)
    if sli.valid is None:
        assert good is not None and bad is not None  # noqa: S101, PT018  RatioSLI has two of three
        both = join("+", good, bad)
        return Counting(join("or", both, good, bad), _bounded(_or_none(bad, valid_row), valid_row))
    valid = _events(scope.series(sli.valid), scope)
    if sli.excluded is not None:
        excluded = _events(scope.series(sli.excluded), scope)
        valid = join("-", valid, join("or", excluded, join("*", number(0), valid)))
    if bad is not None:
        return Counting(valid, _bounded(_or_none(bad, valid_row), valid_row))
    assert good is not None  # noqa: S101  RatioSLI has two of three
    return Counting(valid, _all_but(good, valid_row))


def counting(sli: SLI, scope: Scope, valid_row: Series) -> Counting:
    """Return how an SLI counts within `scope`; `valid_row` is its recorded valid row."""
    match sli:
        case RatioSLI():
            return _ratio(sli, scope, valid_row)
        case LatencySLI():
            assert sli.edge is not None  # noqa: S101  LatencySLI refuses a threshold off the edges
            valid = _events(scope.series(sli.requests, "_count"), scope)
            good = _events(scope.series(sli.requests, "_bucket", _edge(sli.edge)), scope)
            return Counting(valid, _all_but(good, valid_row))
        case TimeSliceSLI():
            requests = growth(scope.series(sli.requests, "_count"), scope)
            quantile = _newest(scope.series(sli.requests, "", _quantile(sli.quantile)))
            busy = while_growing(quantile, requests)
            slow = join(">", Aggregate("max", busy), _limit(sli.limit), returns_bool=True)
            valid = join(">", Aggregate("sum", requests), number(0), returns_bool=True)
            return Counting(valid, _bounded(_or_none(slow, valid_row), valid_row))
        case BooleanSLI():
            series = scope.series(sli.gauge)
            running = _running(series, scope)
            # A failed scrape hides a leader, a dead leader lingers: what is running and what was
            # last seen must both be bad.
            seen = call("last_over_time", replace(series, over=LINGERS))
            operator = "==" if sli.bad_when is MatchOp.EQUAL else "!="
            both = (
                join(operator, Aggregate("sum", gauge), number(sli.value), returns_bool=True)
                for gauge in (running, seen)
            )
            return Counting(Aggregate("group", running), _bounded(join("*", *both), valid_row))
        case ScrapeSLI():
            found = join(">", Aggregate("count", scope.up), number(scope.declared))
            declared = call("vector", number(scope.declared))
            up = join("or", Aggregate("sum", scope.up), call("vector", number(0)), match=on())
            return Counting(
                join("or", found, declared, match=on()), join("-", valid_row, up, match=on())
            )
        case RawSLI():
            bad = _or_none(scoped(sli.bad.expression, scope), valid_row)
            valid = scoped(sli.valid.expression, scope)
            return Counting(valid, _bounded(bad, valid_row, from_zero=True))
        case _ as unknown:
            assert_never(unknown)
