"""How many events a counter counted in a minute, whatever happens to it and to its target.

What all of its processes counted since the minute's begin, less what the first of them had counted
by then. Nothing is believed without a reason; docs/decisions/0002 has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

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
from observability.expressions.scope import Scope
from observability.model.metric import Metric
from observability.model.windows import MINUTE

LOOKBACK = timedelta(minutes=10)
"""How far back a target may have been silent: failed scrapes are bridged up to this."""
_KNOWN = timedelta(hours=1)
"""For how long a target that is silent for more than that stays known: it is not new."""
_RESET = Decimal("0.9")
"""A counter that falls below this share of its value was reset. One that falls by less is not
monotonic, as of two replicas or of a racy exporter: it counts the small loss, and the next minute
makes it good."""
_MOST_STEPS = 4
"""In how many steps a minute is looked at, at most: no process lives for less than 15 s."""


def recent(scope: Scope) -> timedelta:
    """Return how old the newest sample may be: two scrapes, and a minute at least.

    Any range of a minute or more sees every sample once.
    """
    return max(MINUTE, 2 * scope.scrape_interval)


def newest(series: Series, scope: Scope, ago: Duration) -> Expression:
    """Return the newest values. An instant selector would see nothing after a failed scrape."""
    return call("last_over_time", replace(series, over=recent(scope), offset=ago))


def identity(metric: Metric, by: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the labels that tell one counter from another: its target's and the metric's own.

    Series that differ by other labels alone are one counter: its target is scraped twice, or was
    given another label.
    """
    return tuple(sorted({*TARGET, *by, *(label.stored_as for label in metric.labels)}))


def by_target(up: Expression) -> Expression:
    """Return `up` of each target, once for a target that is scraped twice: it is up if one is."""
    return Aggregate("max", up, by=TARGET)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """A counter's series, the labels that tell it from others, and when it is compared."""

    series: Series
    identity: tuple[str, ...]
    scope: Scope
    within: Duration

    def last(self, over: timedelta, ago: Duration) -> Expression:
        """Return the last value of a range. Of several series of one counter the highest is it."""
        samples = replace(self.series, over=over, offset=ago)
        return Aggregate("max", call("last_over_time", samples), by=self.identity)

    def before(self, more: timedelta = timedelta(0)) -> Duration:
        """Return how long ago it is compared with; nothing can be added to Grafana's variable."""
        if isinstance(self.within, timedelta):
            return self.within + self.scope.late + more
        return self.within

    @property
    def steps(self) -> tuple[Expression, ...]:
        """The newest values of the minute, and those of its earlier scrapes, back to its begin."""
        scope = self.scope
        now = self.last(recent(scope), scope.late)
        if self.within != MINUTE:
            return (now,)
        scrapes = min(_MOST_STEPS, -(-MINUTE // scope.scrape_interval))
        earlier = (MINUTE / scrapes * step for step in range(1, scrapes))
        return (now, *(self.last(MINUTE - ago, scope.late + ago) for ago in earlier))

    @property
    def was(self) -> Expression:
        """The values at the minute's begin, or the last ones before it."""
        then = self.before()
        return join("or", self.last(recent(self.scope), then), self.last(LOOKBACK, then))


def growth(
    series: Series,
    scope: Scope,
    within: Duration = MINUTE,
    *,
    metric: Metric,
    by: Iterable[str] = (),
) -> Expression:
    """Return how many events each counter counted in the last minute (`within`).

    Args:
        series: the counter's series.
        scope: the targets that expose it.
        within: how long ago it is compared with; a variable where a panel asks.
        metric: the counter, for the labels that are its own.
        by: labels of targets to keep besides.

    """
    counter = _Counter(series=series, identity=identity(metric, by), scope=scope, within=within)
    return join("-", _counted(counter), _baseline(counter))


def _reset(earlier: Expression, later: Expression, operator: str = ">") -> Expression:
    """Return the earlier value where the counter was reset until the later one (`<=`: was not)."""
    return join(operator, earlier, join("/", later, number(_RESET)))


def _counted(counter: _Counter) -> Expression:
    """Return the newest value and, where the minute shows resets, the values that these ended."""
    now, *_ = steps = counter.steps
    nothing = join("*", number(0), now)
    ended = (join("or", _reset(earlier, later), nothing) for later, earlier in pairwise(steps))
    return join("+", now, *ended)


def _baseline(counter: _Counter) -> Expression:
    """Return what is no event of the minute: the older value, or 0 where the counter began anew."""
    steps = counter.steps
    first = join("or", *reversed(steps))
    begun = join(">=", steps[0], number(0))  # which no NaN is
    begun = join("and", begun, _watched(counter), match=on(TARGET))
    return join("or", _reset(counter.was, first, "<="), join("*", number(0), begun))


def _watched(counter: _Counter) -> Expression:
    """Return the targets of which it is known that what they show was counted just now.

    They answered before, or are new. Otherwise it is somebody's lifetime, and counts nothing: the
    target was silent for longer than is bridged, or Prometheus itself was away.
    """
    scope = counter.scope

    def up(over: timedelta, ago: Duration) -> Expression:
        return by_target(call("max_over_time", replace(scope.up, over=over, offset=ago)))

    answered = join("==", up(LOOKBACK, counter.before()), number(1))
    new = join(
        "unless",
        by_target(replace(scope.up, offset=scope.late)),
        up(_KNOWN, counter.before(LOOKBACK)),
    )
    # By then each target that is not new was scraped once.
    running = join("==", up(LOOKBACK, counter.before(2 * scope.scrape_interval)), number(1))
    return join("or", answered, join("and", new, running, match=on()))
