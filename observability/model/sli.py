"""The kinds of SLI: what counts as a valid event, and which of them are bad.

Each kind says only what is counted. How it is counted is asked in one place,
`observability.expressions.counting`.
"""

from dataclasses import dataclass
from datetime import timedelta

import promql_parser

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.metric import CountedAt, MatchOp, Metric, MetricType, Selector


def _must_be(selector: Selector, wanted: MetricType, why: str) -> None:
    if selector.metric.type is not wanted:
        raise DefinitionError(
            f"{selector.metric.name} is exposed as a {selector.metric.type}, so {why}; "
            f"give a {wanted}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioSLI:
    """Bad events among valid events, all of them counters.

    Give two of `valid`, `good` and `bad`; the third follows from valid = good + bad. Where a
    counter of good events exists, prefer it: bad = valid - good has no birth problem, and a
    renamed failure metric cannot pass for 100 % good. `excluded` events are neither good nor
    bad, and must be part of `valid`.
    """

    valid: Selector | None = None
    good: Selector | None = None
    bad: Selector | None = None
    excluded: Selector | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if [self.valid, self.good, self.bad].count(None) != 1:
            raise DefinitionError(
                "a RatioSLI needs two of valid=, good= and bad=; the third follows from them"
            )
        if self.excluded is not None and self.valid is None:
            raise DefinitionError("excluded= is taken from valid=, so give valid= too")
        for selector in self.selectors:
            _must_be(selector, MetricType.COUNTER, "its growth is not a number of events")
        self._refuse_parts_before_the_whole()

    def _refuse_parts_before_the_whole(self) -> None:
        """Refuse good, bad or excluded events that are counted before they are valid ones."""
        whole = self.valid
        if whole is None or whole.metric.counted_at is not CountedAt.END:
            return
        for kind, part in (("good", self.good), ("bad", self.bad), ("excluded", self.excluded)):
            if part is not None and part.metric.counted_at is CountedAt.START:
                raise DefinitionError(
                    f"{kind}={part.metric.name} is counted when an operation starts, and "
                    f"valid={whole.metric.name} when it ends: more events could be {kind} than "
                    "there are; give counters that rise at the same moment"
                )

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """The selectors that are given."""
        given = (self.valid, self.good, self.bad, self.excluded)
        return tuple(selector for selector in given if selector is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencySLI:
    """Requests that took longer than `faster_than`, counted on a classic histogram.

    `faster_than` must be the upper edge of a bucket, since nothing between two edges is known.
    """

    requests: Selector
    faster_than: timedelta

    def __post_init__(self) -> None:
        """Refuse a summary, and a threshold between two edges."""
        metric, limit = self.requests.metric, self.faster_than.total_seconds()
        if metric.type is MetricType.SUMMARY:
            raise DefinitionError(
                f"{metric.name} is exposed as a summary, so requests faster than {limit:g} s "
                "cannot be counted; give a TimeSliceSLI on one of its quantiles, or have "
                "upstream configure buckets (set_buckets_for_metric)"
            )
        _must_be(self.requests, MetricType.HISTOGRAM, "it has no buckets to count in")
        if self.edge is None:
            edges = ", ".join(metric.buckets) or "none are listed"
            raise DefinitionError(
                f"{metric.name} has no bucket at {limit:g} s, so requests faster than {limit:g} s "
                f"cannot be counted; its buckets end at: {edges}"
            )

    @property
    def edge(self) -> str | None:
        """The bucket's `le` as exposed, or None if no bucket ends at `faster_than`."""
        limit = self.faster_than.total_seconds()
        for edge in self.requests.metric.buckets:
            if edge != "+Inf" and float(edge) == limit:
                return edge
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSliceSLI:
    """Minutes with traffic in which the slowest pod's quantile was over `limit`.

    The honest way to use a summary: its quantiles do not aggregate and read 0 when idle, so a
    quantile counts only where its own `_count` grows.
    """

    requests: Selector
    quantile: str
    limit: timedelta

    def __post_init__(self) -> None:
        """Refuse a quantile that the summary does not expose."""
        _must_be(self.requests, MetricType.SUMMARY, "it has no quantiles")
        if self.quantile not in self.requests.metric.quantiles:
            known = ", ".join(self.requests.metric.quantiles) or "none are listed"
            raise DefinitionError(
                f"{self.requests.metric.name} has no quantile {self.quantile!r}; it has: {known}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanSLI:
    """Minutes in which the sum of a gauge over the running pods compares badly with `value`.

    `BooleanSLI(gauge=IS_LEADER.all, bad_when=MatchOp.NOT_EQUAL, value=1)`: not one leader.
    """

    gauge: Selector
    bad_when: MatchOp
    value: int

    def __post_init__(self) -> None:
        """Refuse a counter, and comparisons that are not of numbers."""
        _must_be(self.gauge, MetricType.GAUGE, "its value is not a state")
        if self.bad_when not in (MatchOp.EQUAL, MatchOp.NOT_EQUAL):
            raise DefinitionError("bad_when compares numbers: MatchOp.EQUAL or MatchOp.NOT_EQUAL")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapeSLI:
    """Target-minutes in which a declared target of `component` was down or missing."""

    component: Component


@dataclass(frozen=True, slots=True)
class Promql:
    """Raw PromQL, for what the other kinds cannot say; write it with `promql()`."""

    expression: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSLI:
    """Valid and bad events of one minute as two PromQL expressions.

    Each must give one whole number for the last minute; `metrics` are those that it reads, from
    which its status follows.
    """

    valid: Promql
    bad: Promql
    metrics: tuple[Metric, ...]


SLI = RatioSLI | LatencySLI | TimeSliceSLI | BooleanSLI | ScrapeSLI | RawSLI


def may_be_idle(sli: SLI) -> bool:
    """Tell whether a minute can have no valid event while the metrics are there.

    So it is where users make the events, and not where each minute or each target is one.
    """
    return isinstance(sli, RatioSLI | LatencySLI | TimeSliceSLI)


def promql(expression: str, *, reason: str) -> Promql:
    """Return raw PromQL: the escape hatch. Whoever takes it says why; reviews count them.

    It names no namespace and no job: those of the SLO's component are added in each environment.
    """
    if not reason.strip():
        raise DefinitionError("promql(...): reason= is required: say why no kind of SLI fits")
    try:
        promql_parser.parse(expression)
    except ValueError as error:
        raise DefinitionError(f"promql({expression[:80]!r}) is not PromQL: {error}") from error
    return Promql(expression, reason)
