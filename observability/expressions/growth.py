"""How many events a counter counted in a minute, whatever happens to it and to its target.

What each series grew from its newest sample a minute ago to its newest sample now, and, where it
began anew, what it shows. Nothing is believed without a reason; docs/decisions/0002 has them.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from observability.expressions.names import TARGET
from observability.expressions.promql import (
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
_RESET = Decimal("0.9")
"""A counter that falls below this share of its value was reset. One that falls by less is not
monotonic, as of two replicas or of a racy exporter: it counts the small loss, and the next minute
makes it good."""


def recent(scope: Scope) -> timedelta:
    """Return how old the newest sample may be: two scrapes, and a minute at least.

    Any range of a minute or more sees every sample once.
    """
    return max(MINUTE, 2 * scope.scrape_interval)


def newest(series: Series, scope: Scope, ago: Duration) -> Expression:
    """Return the newest values. An instant selector would see nothing after a failed scrape."""
    return call("last_over_time", replace(series, over=recent(scope), offset=ago))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """A counter's series, the labels that are its own, and when they are compared."""

    series: Series
    metric: Metric
    scope: Scope
    within: Duration

    def before(self, more: timedelta = timedelta(0)) -> Duration:
        """Return how long ago it is compared with; nothing can be added to Grafana's variable."""
        if isinstance(self.within, timedelta):
            return self.within + self.scope.late + more
        return self.within

    @property
    def now(self) -> Expression:
        """The newest values."""
        return newest(self.series, self.scope, self.scope.late)

    @property
    def was(self) -> Expression:
        """The values that were the newest then."""
        return newest(self.series, self.scope, self.before())


def growth(
    series: Series, scope: Scope, within: Duration = MINUTE, *, metric: Metric
) -> Expression:
    """Return how many events each of a counter's series counted in the last minute (`within`).

    Args:
        series: the counter's series.
        scope: the targets that expose it.
        within: how long ago it is compared with; a variable where a panel asks.
        metric: the counter, for the labels that are its own.

    """
    counter = _Counter(series=series, metric=metric, scope=scope, within=within)
    bridged = call("last_over_time", replace(series, over=LOOKBACK, offset=counter.before()))
    lost = join("*", counter.now, number(_RESET - 1))
    grown = join(">=", join("-", counter.now, bridged), lost)
    if within == MINUTE and scope.scrape_interval < MINUTE:
        return join("or", *_without_resets(counter, grown), _begun(counter))
    return join("or", grown, _begun(counter))


def _without_resets(counter: _Counter, grown: Expression) -> tuple[Expression, Expression]:
    """Return the growth where no reset hides within the minute, and with what was before one.

    A counter may be reset and grow past its old value between two evaluations. Where the minute
    shows a value before the reset, that is counted, too.
    """
    minute = replace(counter.series, over=MINUTE, offset=counter.scope.late)
    lowest, highest = call("min_over_time", minute), call("max_over_time", minute)
    fell_before = join("<", lowest, join("*", counter.was, number(_RESET)))
    fell_since = join("<", counter.now, join("*", highest, number(_RESET)))
    peak = join("+", counter.now, join(">", join("-", highest, counter.was), number(0)))
    return join("unless", grown, fell_before, fell_since), join("and", peak, fell_since)


def _begun(counter: _Counter) -> Expression:
    """Return what counters show that were reset or are new, where that was counted just now.

    It is somebody's lifetime, and counts nothing, where the target was known and silent for longer
    than is bridged, where only labels changed that are not the metric's own, or where Prometheus
    itself was away.
    """
    scope = counter.scope

    def up(over: timedelta, ago: Duration) -> Expression:
        return call("max_over_time", replace(scope.up, over=over, offset=ago))

    silent = join("==", up(LOOKBACK, counter.before()), number(0))
    known = up(LOOKBACK / 2, counter.before(LOOKBACK))
    answers = join("==", replace(scope.up, offset=counter.scope.late), number(1))
    gone = join("unless", counter.was, replace(counter.series, offset=counter.scope.late))
    own = sorted({*TARGET, *(label.stored_as for label in counter.metric.labels)})
    # By then each target that is not new was scraped once.
    watched = join("==", up(LOOKBACK, counter.before(2 * scope.scrape_interval)), number(1))

    begun = join(">=", counter.now, number(0))  # which no NaN is
    begun = join("unless", begun, join("and", silent, known, match=on(TARGET)), match=on(TARGET))
    begun = join("unless", begun, join("and", gone, answers, match=on(TARGET)), match=on(own))
    return join("and", begun, watched, match=on())
