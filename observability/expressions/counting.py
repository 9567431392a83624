"""How the events of one minute are counted: the one place that asks which kind of SLI this is.

Rows are added up, so none is bounded: an operation that ends in another minute than it began makes
one row too low and a later one too high, and their sum right. Bounds hold where a ratio is made
(docs/decisions/0005). Rules read raw series `Scope.late`, when their scrapes have ended.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from observability.expressions.growth import by_target, growth, identity, newest
from observability.expressions.names import TARGET
from observability.expressions.promql import (
    Aggregate,
    Duration,
    Expression,
    Series,
    call,
    join,
    number,
    on,
)
from observability.expressions.raw import scoped
from observability.expressions.scope import Scope
from observability.model.metric import LabelKind, Matcher, MatchOp, Metric, Selector
from observability.model.sli import (
    SLI,
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    RawSLI,
    ScrapeSLI,
    TimeSliceSLI,
)
from observability.model.units import in_seconds
from observability.model.windows import MINUTE

POD = "pod"
"""The label of a target that tells its pod."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The expressions of an SLI's valid and bad events of one minute."""

    valid: Expression
    bad: Expression


def while_growing(quantile: Expression, count: Expression, metric: Metric) -> Expression:
    """Return a summary's quantile where its count grew: it reads 0 when idle, or what it was."""
    return join("and", quantile, join(">", count, number(0)), match=on(identity(metric)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """Counts events: of which targets, in which time, and by which labels apart (none: all)."""

    scope: Scope
    within: Duration
    by: tuple[str, ...]
    row: Series | None

    def growth(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Expression:
        """Return how many events each of a counter's series counted."""
        series = self.scope.series(selector, suffix, *extra)
        return growth(series, self.scope, self.within, metric=selector.metric, by=self.by)

    def events(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Expression:
        """Return how many events a counter's series counted."""
        return Aggregate("sum", self.growth(selector, suffix, *extra), by=self.by)

    def bad(self, bad: Expression, valid: Expression) -> Expression:
        """Return bad events that have a counter of their own, or none where there are valid ones.

        Where there is no valid row there is no bad one: half a pair never exists.
        """
        if self.by:
            return bad
        row = self.row or valid
        return join("and", _or_none(bad, row), row, match=on())

    def all_but(self, good: Expression, valid: Expression) -> Expression:
        """Return the valid events that were not good."""
        if self.by:
            return join("-", valid, _or_zero(good, valid))
        row = self.row or valid
        return join("-", row, _or_none(good, row), match=on())


def _or_zero(events: Expression, valid: Expression) -> Expression:
    """Return `events`, or 0 for the labels of which there are valid ones alone."""
    return join("or", events, join("*", number(0), valid))


def _or_none(events: Expression, valid_row: Expression) -> Expression:
    """Return `events`, or 0 where none was ever counted although there are valid ones."""
    return join("or", events, join("*", number(0), valid_row), match=on())


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
    """A minute is valid where requests came and the quantile of their own series is there.

    Without its quantile a busy minute is no row: nobody knows whether it was slow.
    """
    scope = counter.scope
    requests = counter.growth(sli.requests, "_count")
    quantile = newest(scope.series(sli.requests, "", _quantile(sli.quantile)), scope, scope.late)
    # An exporter may show NaN for "nothing lately"; no comparison holds for it.
    busy = while_growing(join(">=", quantile, number(0)), requests, sli.requests.metric)
    came = join(">", Aggregate("sum", requests), number(0), returns_bool=True)
    idle = join("==", came, number(0))
    valid = join("or", Aggregate("group", busy), idle, match=on())
    slow = join(">", Aggregate("max", busy), number(in_seconds(sli.limit)), returns_bool=True)
    return Counting(valid, counter.bad(slow, valid))


def _boolean(sli: BooleanSLI, counter: _Counter) -> Counting:
    """A minute is bad where the gauge is bad now and one scrape before, or all targets are down.

    Targets are scraped one after the other: while a leader changes, two of them may show one, or
    none. One scrape later that is over. The same bridges a failed scrape.
    """
    scope = counter.scope
    operator = "==" if sli.bad_when is MatchOp.EQUAL else "!="

    def running(late: timedelta) -> Expression:
        # Instant selectors: a process that was replaced is not seen beside its successor.
        gauge = replace(scope.series(sli.gauge), offset=late)
        answers = join("==", replace(scope.up, offset=late), number(1))
        return join("and", gauge, answers, match=on(TARGET))

    def dead(late: timedelta) -> Expression:
        up = Aggregate("max", replace(scope.up, offset=late))
        return join("+", join("==", up, number(0)), number(1))

    def is_bad(late: timedelta) -> Expression:
        once = Aggregate("max", running(late), by=identity(sli.gauge.metric))
        total = Aggregate("sum", once)
        is_wrong = join(operator, total, number(sli.value), returns_bool=True)
        return join("or", is_wrong, dead(late), match=on())

    valid = join("or", Aggregate("group", running(scope.late)), dead(scope.late), match=on())
    bad = join("*", is_bad(scope.late), is_bad(scope.late + scope.scrape_interval))
    return Counting(valid, counter.bad(bad, valid))


def _scrapes(counter: _Counter) -> Counting:
    """A declared target that is not known is missing, once Prometheus had the time to scrape it.

    It had if there was a row two scrapes ago, or, of a past without rows, if it scraped any target
    then. Before, nothing is bad.
    """
    scope = counter.scope
    # While a target is given other labels, one series of it has ended and the next not begun.
    up = join("or", replace(scope.up, offset=scope.late), newest(scope.up, scope, scope.late))
    if counter.by:
        listed = Aggregate("max", up, by=(*TARGET, *counter.by))
        down = Aggregate("count", join("==", listed, number(0)), by=counter.by)
        return Counting(Aggregate("count", listed, by=counter.by), down)
    targets = by_target(up)
    more = join(">", Aggregate("count", targets), number(scope.declared))
    valid = join("or", more, call("vector", number(scope.declared)), match=on())
    answer = join("or", Aggregate("sum", targets), call("vector", number(0)), match=on())
    missing = join("-", counter.row or valid, answer, match=on())
    had_time = newest(counter.row or scope.up, scope, 2 * scope.scrape_interval)
    return Counting(valid, counter.bad(join("and", missing, had_time, match=on()), valid))


def _raw(sli: RawSLI, counter: _Counter) -> Counting:
    # No comparison holds for NaN, and one NaN in a row is NaN in every sum over it.
    valid, bad = (
        join(">=", scoped(promql.expression, counter.scope), number(0))
        for promql in (sli.valid, sli.bad)
    )
    return Counting(valid, counter.bad(bad, valid))


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
