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
from observability.model.metric import LabelKind, Matcher, MatchOp, Selector
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


POD = "pod"
"""The label of a target that tells its pod."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """Counts events: of which targets, in which time, and by which labels apart (none: all)."""

    scope: Scope
    within: Duration
    by: tuple[str, ...]
    row: Series | None

    def events(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Expression:
        """Return how many events a counter's series counted."""
        series = self.scope.series(selector, suffix, *extra)
        return Aggregate("sum", growth(series, self.scope, self.within), by=self.by)

    def bad(self, bad: Expression, valid: Expression) -> Expression:
        """Return bad events that have a counter of their own."""
        if self.by:
            return bad
        row = self.row or valid
        return _bounded(_or_none(bad, row), row)

    def all_but(self, good: Expression, valid: Expression) -> Expression:
        """Return the valid events that were not good."""
        if self.by:
            return call("clamp_min", join("-", valid, _or_zero(good, valid)), number(0))
        row = self.row or valid
        return _bounded(join("-", row, _or_none(good, row), match=on()), row, from_zero=True)


def _or_zero(events: Expression, valid: Expression) -> Expression:
    """Return `events`, or 0 for the labels of which there are valid ones alone."""
    return join("or", events, join("*", number(0), valid))


def _or_none(events: Expression, valid_row: Expression) -> Expression:
    """Return `events`, or 0 where none was ever counted although there are valid ones."""
    return join("or", events, join("*", number(0), valid_row), match=on())


def _bounded(bad: Expression, valid_row: Expression, *, from_zero: bool = False) -> Expression:
    """Return `bad` as a row that fits its valid row: never above it, never without it."""
    ceiling = call("scalar", valid_row)
    bounded = (
        call("clamp", bad, number(0), ceiling) if from_zero else call("clamp_max", bad, ceiling)
    )
    return join("and", bounded, valid_row, match=on())


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


def _ratio(sli: RatioSLI, counter: _Counter) -> Counting:
    good = None if sli.good is None else counter.events(sli.good)
    bad = None if sli.bad is None else counter.events(sli.bad)
    if sli.valid is None:
        assert good is not None and bad is not None  # noqa: S101, PT018  RatioSLI has two of three
        valid = join("or", join("+", good, bad), good, bad)
        return Counting(valid, counter.bad(bad, valid))
    valid = counter.events(sli.valid)
    if sli.excluded is not None:
        valid = join("-", valid, _or_zero(counter.events(sli.excluded), valid))
    if bad is not None:
        return Counting(valid, counter.bad(bad, valid))
    assert good is not None  # noqa: S101  RatioSLI has two of three
    return Counting(valid, counter.all_but(good, valid))


def _latency(sli: LatencySLI, counter: _Counter) -> Counting:
    assert sli.edge is not None  # noqa: S101  LatencySLI refuses a threshold off the edges
    valid = counter.events(sli.requests, "_count")
    good = counter.events(sli.requests, "_bucket", _edge(sli.edge))
    return Counting(valid, counter.all_but(good, valid))


def _time_slice(sli: TimeSliceSLI, counter: _Counter) -> Counting:
    requests = growth(counter.scope.series(sli.requests, "_count"), counter.scope)
    quantile = _newest(counter.scope.series(sli.requests, "", _quantile(sli.quantile)))
    slowest = Aggregate("max", while_growing(quantile, requests))
    slow = join(">", slowest, _limit(sli.limit), returns_bool=True)
    valid = join(">", Aggregate("sum", requests), number(0), returns_bool=True)
    return Counting(valid, counter.bad(slow, valid))


def _boolean(sli: BooleanSLI, counter: _Counter) -> Counting:
    series = counter.scope.series(sli.gauge)
    running = _running(series, counter.scope)
    # A failed scrape hides a leader, a dead leader lingers: what is running and what was last seen
    # must both be bad.
    seen = call("last_over_time", replace(series, over=LINGERS))
    operator = "==" if sli.bad_when is MatchOp.EQUAL else "!="
    both = (
        join(operator, Aggregate("sum", gauge), number(sli.value), returns_bool=True)
        for gauge in (running, seen)
    )
    valid = Aggregate("group", running)
    return Counting(valid, _bounded(join("*", *both), counter.row or valid))


def _scrapes(counter: _Counter) -> Counting:
    scope = counter.scope
    if counter.by:
        down = join("==", scope.up, number(0))
        return Counting(
            Aggregate("count", scope.up, by=counter.by), Aggregate("count", down, by=counter.by)
        )
    more = join(">", Aggregate("count", scope.up), number(scope.declared))
    valid = join("or", more, call("vector", number(scope.declared)), match=on())
    up = join("or", Aggregate("sum", scope.up), call("vector", number(0)), match=on())
    return Counting(valid, join("-", counter.row or valid, up, match=on()))


def _raw(sli: RawSLI, counter: _Counter) -> Counting:
    valid = scoped(sli.valid.expression, counter.scope)
    row = counter.row or valid
    bad = _or_none(scoped(sli.bad.expression, counter.scope), row)
    return Counting(valid, _bounded(bad, row, from_zero=True))


def counting(
    sli: SLI,
    scope: Scope,
    valid_row: Series | None = None,
    *,
    by: tuple[str, ...] = (),
    within: Duration = MINUTE,
) -> Counting:
    """Return how an SLI counts within `scope`.

    Args:
        sli: what is valid and bad.
        scope: the targets whose series are read.
        valid_row: the recorded valid row, which the bad row of a rule reads; without it, it is
            counted again from raw series.
        by: labels to tell events apart by, some of `contributing_labels`. Recorded rows are of
            all events together.
        within: the time whose events are counted, if they are told apart.

    """
    counter = _Counter(scope=scope, within=within, by=by, row=valid_row)
    if not {*by} <= {*contributing_labels(sli)}:
        raise ValueError(
            f"a {type(sli).__name__}'s events cannot be told apart by {', '.join(by)}; "
            f"they can by: {', '.join(contributing_labels(sli)) or 'nothing, it counts minutes'}"
        )
    match sli:
        case RatioSLI():
            return _ratio(sli, counter)
        case LatencySLI():
            return _latency(sli, counter)
        case TimeSliceSLI():
            return _time_slice(sli, counter)
        case BooleanSLI():
            return _boolean(sli, counter)
        case ScrapeSLI():
            return _scrapes(counter)
        case RawSLI():
            return _raw(sli, counter)
        case _ as unknown:
            assert_never(unknown)


def contributing_labels(sli: SLI) -> tuple[str, ...]:
    """Return the labels that tell who brought an SLI's bad events: those of few values, and POD.

    None where it counts minutes, which are bad or not for all pods together.
    """
    match sli:
        case RatioSLI(bad=Selector() as bad):
            return (*few_valued(bad), POD)
        case RatioSLI():
            # What is not good is known only by labels that all of them have.
            return (*few_valued(*sli.selectors), POD)
        case LatencySLI():
            return (*few_valued(sli.requests), POD)
        case ScrapeSLI():
            return (POD,)
        case TimeSliceSLI() | BooleanSLI() | RawSLI():
            return ()
        case _ as unknown:
            assert_never(unknown)


def few_valued(*selectors: Selector) -> tuple[str, ...]:
    """Return the labels of few values that all selectors have, and none has one value of."""
    fixed = {
        matcher.label
        for selector in selectors
        for matcher in selector.matchers
        if matcher.op is MatchOp.EQUAL
    }
    few = [
        {
            label.stored_as
            for label in selector.metric.labels
            if label.kind in (LabelKind.OPEN, LabelKind.CLOSED)
        }
        for selector in selectors
    ]
    return tuple(sorted(set.intersection(*few) - fixed - {POD}))
